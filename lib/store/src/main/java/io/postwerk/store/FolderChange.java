package io.postwerk.store;

/**
 * Tells a watcher that something is new, not what.
 *
 * @param mailbox where
 * @param folder which folder
 * @param kind what kind of change
 */
public record FolderChange(MailboxId mailbox, FolderId folder, Kind kind) {
    public enum Kind {
        /** Messages arrived, vanished, or got other flags: ask {@link MailboxStore#changesSince}. */
        MESSAGES,
        /** The folder was made or renamed. */
        FOLDER,
        /** The folder is gone. */
        DELETED
    }
}
