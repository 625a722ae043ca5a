package io.postwerk.store;

/** What became of a change of folders. */
public sealed interface FolderResult
        permits FolderResult.Done,
                FolderResult.AlreadyExists,
                FolderResult.NotAllowed,
                NoSuchFolder,
                LimitReached,
                StoreFailed {
    /** @param folder the folder that was made, renamed or deleted */
    record Done(Folder folder) implements FolderResult {}

    /** There is a folder of that name (or, for a rename, of a name that a folder below would get). */
    record AlreadyExists(FolderName name) implements FolderResult {}

    /** INBOX cannot be deleted; a folder cannot be moved below itself, nor where a name would become too long. */
    record NotAllowed() implements FolderResult {}
}
