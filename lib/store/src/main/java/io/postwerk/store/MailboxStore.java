package io.postwerk.store;

import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoreResult.SubscriptionResult;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Mailboxes with their folders and messages, with the meaning that IMAP gives them (RFC 3501 section 2.3). All methods
 * may be called by any number of threads at once; they block, and are made for virtual threads.
 *
 * <p>A mailbox is made at its first use, with an empty INBOX.
 *
 * <p>Changes are atomic, and durable when the method returns; what a reader sees is durable. Every change in a folder
 * gets a mod-sequence greater than all before (RFC 7162 section 3.1). UIDs ascend strictly and are never used again. What
 * is not there is answered by a value. A change that the engine fails to make returns {@link StoreFailed}; a read that
 * fails throws {@link StoreException}.
 */
public interface MailboxStore extends AutoCloseable {

    /** The largest message, in octets. */
    long MAX_MESSAGE_OCTETS = Integer.MAX_VALUE;

    /** All folders, by name. A level that exists only in names of folders below it is no folder. */
    List<Folder> folders(MailboxId mailbox);

    Optional<Folder> folder(MailboxId mailbox, FolderName name);

    Optional<Folder> folder(MailboxId mailbox, FolderId id);

    /** Makes a folder, and those levels above it that are none yet (RFC 3501 section 6.3.3). */
    FolderResult createFolder(MailboxId mailbox, FolderName name);

    /** Deletes a folder with its messages; folders below it stay (RFC 3501 section 6.3.4). */
    FolderResult deleteFolder(MailboxId mailbox, FolderName name);

    /**
     * Renames a folder and all below it; what has no folder itself but folders below it can be renamed too. INBOX is
     * different: its messages move to a new folder of that name, and it stays, with the folders below it (RFC 3501
     * section 6.3.5). Subscriptions stay as they are.
     */
    FolderResult renameFolder(MailboxId mailbox, FolderName from, FolderName to);

    /** The subscribed names; there need not be such folders (RFC 3501 section 6.3.6). */
    SortedSet<FolderName> subscriptions(MailboxId mailbox);

    SubscriptionResult subscribe(MailboxId mailbox, FolderName name);

    SubscriptionResult unsubscribe(MailboxId mailbox, FolderName name);

    /** The messages of a folder, without contents; empty if there is no such folder. */
    Optional<FolderState> open(MailboxId mailbox, FolderId folder, OpenMode mode);

    /**
     * Takes the messages that no session has taken as recent yet; to be called by a session that has selected the
     * folder, when it is told of new messages. Exactly one session gets each message (RFC 3501 section 2.3.2).
     */
    UidSet claimRecent(MailboxId mailbox, FolderId folder);

    /**
     * Whether a message of that size may be added. If not, appends and copies fail with a {@link StoreFailed} that is full; all
     * else goes on, since room is reserved for it. Does not block.
     */
    boolean hasRoomFor(long octets);

    /** Adds a message. */
    AppendResult append(AppendRequest append);

    /**
     * Adds several messages, each for itself, in less time than one after the other takes. The results are in the order of
     * the requests.
     */
    List<AppendResult> appendAll(List<AppendRequest> appends);

    /** Changes flags of those of these messages that are there. */
    FlagsResult storeFlags(MailboxId mailbox, FolderId folder, UidSet uids, FlagChange change, Flags flags);

    /** Copies messages with flags and dates to the end of another folder of the mailbox, or of the same. */
    CopyResult copy(MailboxId mailbox, FolderId source, UidSet uids, FolderName target, QuotaLimits limits);

    /** Like a copy and an expunge of the originals in one step (RFC 6851). Takes no more quota. */
    CopyResult move(MailboxId mailbox, FolderId source, UidSet uids, FolderName target);

    /** Removes messages, whatever their flags. */
    ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids);

    /** Removes those of these messages that have {@code \Deleted} at this moment. */
    ExpungeResult expungeDeleted(MailboxId mailbox, FolderId folder, UidSet uids);

    /** A message; empty if there is none with this UID. */
    Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid);

    /**
     * Those of these messages that are there, in the order of UIDs. All are in memory at once, with their summaries: ask
     * for some hundreds at a time.
     */
    List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids);

    /** What happened in a folder after {@code modSeq}. */
    Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq);

    /**
     * Calls {@code watcher} after every change in the mailbox, in the order of the changes and after they can be read.
     * Changes in quick succession may be told as one. The watcher must return quickly and not throw: a session only
     * notes that there is something to ask for.
     */
    Watch watch(MailboxId mailbox, Consumer<FolderChange> watcher);

    /** What the mailbox takes up. */
    MailboxUsage usage(MailboxId mailbox);

    /**
     * Removes a mailbox permanently: folders, messages, contents, subscriptions, and the memory of deliveries. It is gone for
     * readers at once, as if all its folders had been deleted, and watchers are told so; the rest is removed in small batches between
     * other changes, and this returns when nothing is left. A change of the mailbox that is under way meanwhile fails. If the
     * purge is cut short it goes on when the store is opened again; another call waits for that. A mailbox that never was, or
     * was purged before, is no error.
     *
     * <p>A later use makes a new mailbox under that id, whose folder ids and UIDVALIDITYs are none that the old one had.
     */
    PurgeResult purge(MailboxId mailbox);

    /** Finishes what is under way and closes the store. Later calls fail. */
    @Override
    void close();

    /** What a session opens a folder for. */
    enum OpenMode {
        /** As IMAP's SELECT: the session takes the messages that are recent, so no other will see them so. */
        SELECT,
        /** As IMAP's EXAMINE and for all who only look: nothing changes. */
        EXAMINE
    }

    /** A watch on a mailbox, until it is closed. */
    interface Watch extends AutoCloseable {
        /** Ends the watch; a call that is under way may still come to its end. */
        @Override
        void close();
    }

    /**
     * Tells a watcher that something is new, not what.
     *
     * @param mailbox where
     * @param folder which folder
     * @param kind what kind of change
     */
    record FolderChange(MailboxId mailbox, FolderId folder, Kind kind) {
        public enum Kind {
            /** Messages arrived, vanished, or got other flags: ask {@link MailboxStore#changesSince}. */
            MESSAGES,
            /** The folder was made or renamed. */
            FOLDER,
            /** The folder is gone. */
            DELETED
        }
    }
}
