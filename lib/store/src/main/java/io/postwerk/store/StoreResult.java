package io.postwerk.store;

import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import java.util.List;

/**
 * What became of a change. Each kind of change has its own results, and shares the reasons for which nothing was changed:
 * {@link NoSuchFolder}, {@link OverQuota}, {@link LimitReached}, {@link StoreFailed}.
 */
public sealed interface StoreResult {
    /** What became of an append. Only {@link Appended} and {@link Duplicate} say that the message is there, and durably. */
    sealed interface AppendResult extends StoreResult {
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

    /** What became of a copy or a move. It is done for all messages or for none. */
    sealed interface CopyResult extends StoreResult {
        /**
         * Done for every message of the request that was there.
         *
         * @param uidValidity of the target
         * @param uids which message became which, in ascending order on both sides; empty if none was there
         */
        record Copied(long uidValidity, List<Pair> uids) implements CopyResult {
            public Copied {
                uids = List.copyOf(uids);
            }
        }

        /** The UID of a message in the source, and that of its copy in the target. */
        record Pair(long source, long target) {}
    }

    /** What became of an expunge. */
    sealed interface ExpungeResult extends StoreResult {
        /** @param uids the messages that were there and are gone */
        record Expunged(UidSet uids) implements ExpungeResult {}
    }

    /** What became of a change of flags. */
    sealed interface FlagsResult extends StoreResult {
        /**
         * Done.
         *
         * @param messages every message of the request that was there, also those whose flags were so already (these keep
         *     their mod-sequence)
         */
        record Changed(List<MessageFlags> messages) implements FlagsResult {
            public Changed {
                messages = List.copyOf(messages);
            }
        }
    }

    /** What became of a change of folders. */
    sealed interface FolderResult extends StoreResult {
        /** @param folder the folder that was made, renamed or deleted */
        record Done(Folder folder) implements FolderResult {}

        /** There is a folder of that name (or, for a rename, of a name that a folder below would get). */
        record AlreadyExists(FolderName name) implements FolderResult {}

        /** INBOX cannot be deleted; a folder cannot be moved below itself, nor where a name would become too long. */
        record NotAllowed() implements FolderResult {}
    }

    /** What became of a change of subscriptions. */
    sealed interface SubscriptionResult extends StoreResult {
        /** @param changed false if it was so already */
        record Done(boolean changed) implements SubscriptionResult {}
    }

    /** What became of a purge. */
    sealed interface PurgeResult extends StoreResult {
        /**
         * Nothing is left of the mailbox.
         *
         * @param anything whether there was something to remove, be it what an earlier purge had left over
         */
        record Purged(boolean anything) implements PurgeResult {}
    }

    /** The store does not take more of something; nothing was changed. */
    record LimitReached(Limit limit)
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

    /**
     * The mailbox would take up more than it may; nothing was changed.
     *
     * @param usage what it takes up now
     */
    record OverQuota(MailboxUsage usage) implements AppendResult, CopyResult {}

    /**
     * The folder does not exist, or no longer; nothing was changed.
     *
     * @param isTarget whether it is the folder that messages were to go to (IMAP says TRYCREATE then)
     */
    record NoSuchFolder(boolean isTarget)
            implements AppendResult, CopyResult, FlagsResult, ExpungeResult, FolderResult, Changes {}

    /**
     * The engine could not do it. Nothing was acknowledged. A caller answers with a temporary failure.
     *
     * @param reason for the log, not for clients
     * @param full the disk has no room: nothing was changed, and later it may work. Otherwise (disk broken, store closed)
     *     whether a change that was under way survives is not known
     */
    record StoreFailed(String reason, boolean full)
            implements AppendResult,
                    CopyResult,
                    FlagsResult,
                    ExpungeResult,
                    FolderResult,
                    SubscriptionResult,
                    PurgeResult {
        public StoreFailed(String reason) {
            this(reason, false);
        }

        /** What a change fails with if the engine has thrown. */
        public static StoreFailed of(StoreException e) {
            return new StoreFailed(String.valueOf(e.getMessage()), e.isFull());
        }
    }
}
