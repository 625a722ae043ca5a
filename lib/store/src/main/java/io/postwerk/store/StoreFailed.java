package io.postwerk.store;

/**
 * The engine could not do it. Nothing was acknowledged. A caller answers with a temporary failure.
 *
 * @param reason for the log, not for clients
 * @param full the disk has no room: nothing was changed, and later it may work. Otherwise (disk broken, store closed)
 *     whether a change that was under way survives is not known
 */
public record StoreFailed(String reason, boolean full)
        implements AppendResult, CopyResult, FlagsResult, ExpungeResult, FolderResult, SubscriptionResult, PurgeResult {
    public StoreFailed(String reason) {
        this(reason, false);
    }

    /** What a change fails with if the engine has thrown. */
    public static StoreFailed of(StoreException e) {
        return new StoreFailed(String.valueOf(e.getMessage()), e.isFull());
    }
}
