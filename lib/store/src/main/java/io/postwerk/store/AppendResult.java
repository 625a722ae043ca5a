package io.postwerk.store;

/** What became of an append. Only {@link Appended} and {@link Duplicate} say that the message is there, and durably. */
public sealed interface AppendResult
        permits AppendResult.Appended, AppendResult.Duplicate, OverQuota, NoSuchFolder, LimitReached, StoreFailed {
    /** The message is in the folder. */
    record Appended(long uidValidity, long uid, long modSeq) implements AppendResult {}

    /**
     * This delivery has come before; the message was added then, and nothing was now.
     *
     * @param uidValidity of the folder it was added to
     * @param uid what it got there; the message may be gone since
     */
    record Duplicate(long uidValidity, long uid) implements AppendResult {}
}
