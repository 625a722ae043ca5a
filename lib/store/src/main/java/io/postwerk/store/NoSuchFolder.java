package io.postwerk.store;

/**
 * The folder does not exist, or no longer; nothing was changed.
 *
 * @param isTarget whether it is the folder that messages were to go to (IMAP says TRYCREATE then)
 */
public record NoSuchFolder(boolean isTarget)
        implements AppendResult, CopyResult, FlagsResult, ExpungeResult, FolderResult, Changes {}
