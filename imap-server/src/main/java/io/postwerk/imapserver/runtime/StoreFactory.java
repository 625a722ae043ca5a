package io.postwerk.imapserver.runtime;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.store.MailboxStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the mailbox store: the one place where the program chooses an engine. */
@FunctionalInterface
interface StoreFactory {
    /**
     * Opens the store.
     *
     * @param directory its folder
     * @param commits is told of each commit
     * @throws StartFailedException if it cannot be opened; says why and names the folder
     */
    OpenStore open(Path directory, CommitObserver commits) throws StartFailedException;

    /**
     * A store that is open.
     *
     * @param failure why it takes no more changes until it is opened again; empty as long as all is well
     */
    record OpenStore(MailboxStore store, Supplier<Optional<String>> failure) {
        /** One that never fails for good. */
        static OpenStore of(MailboxStore store) {
            return new OpenStore(store, Optional::empty);
        }
    }
}
