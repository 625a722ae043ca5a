package io.postwerk.imapserver.runtime;

import io.postwerk.runtime.StartFailedException;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.engine.CommitListener;
import java.nio.file.Path;

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
    MailboxStore open(Path directory, CommitListener commits) throws StartFailedException;
}
