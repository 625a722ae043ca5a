package io.postwerk.store;

/** The store does not take more of something; nothing was changed. */
public record LimitReached(Limit limit)
        implements AppendResult, CopyResult, FlagsResult, FolderResult, SubscriptionResult {
    public enum Limit {
        /** Different keywords in one folder. */
        KEYWORDS,
        /** Folders in one mailbox. */
        FOLDERS,
        /** Subscribed names in one mailbox. */
        SUBSCRIPTIONS,
        /** UIDs of one folder: there are no more. */
        UIDS,
        /** Octets of one message. */
        MESSAGE_OCTETS
    }
}
