package io.postwerk.store;

/**
 * The engine could not do it (disk full, disk broken, store closed). Nothing was acknowledged; whether a change that was
 * under way survives is not known. A caller answers with a temporary failure.
 *
 * @param reason for the log, not for clients
 */
public record StoreFailed(String reason)
        implements AppendResult,
                CopyResult,
                FlagsResult,
                ExpungeResult,
                FolderResult,
                SubscriptionResult,
                PurgeResult {}
