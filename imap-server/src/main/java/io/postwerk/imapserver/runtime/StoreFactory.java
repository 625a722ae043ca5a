package io.postwerk.imapserver.runtime;

import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.runtime.StorageReport;
import io.postwerk.store.MailboxStore;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens the mailbox store: the one place where the program chooses an engine. */
@FunctionalInterface
interface StoreFactory {
    /**
     * Opens the store.
     *
     * @param config its folder, and what is reserved on the disk
     * @param commits is told of each commit
     * @throws StartFailedException if it cannot be opened; says why and names the folder
     */
    OpenStore open(ImapServerConfig.Store config, CommitObserver commits) throws StartFailedException;

    /**
     * A store that is open.
     *
     * @param failure why it takes no more changes until it is opened again; empty as long as all is well
     * @param storage how it stands with its disk; empty if it has none
     */
    record OpenStore(
            MailboxStore store, Supplier<Optional<String>> failure, Supplier<Optional<StorageReport>> storage) {
        /** One that never fails for good. */
        static OpenStore of(MailboxStore store) {
            return new OpenStore(store, Optional::empty, Optional::empty);
        }
    }
}
