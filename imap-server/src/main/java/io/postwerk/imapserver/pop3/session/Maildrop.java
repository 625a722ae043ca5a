package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.store.Folder;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.util.BitSet;
import java.util.Optional;

/**
 * INBOX as it was at login: messages numbered from 1, their sizes, and the marks of this session. What arrives later is
 * seen by the next session (RFC 1939 4).
 */
public final class Maildrop implements AutoCloseable {
    private final MailboxStore store;
    private final MailboxId mailbox;
    private final MaildropLocks.Lock lock;
    private final FolderState inbox;
    private final BitSet deleted = new BitSet();
    private long octets;

    private Maildrop(MailboxStore store, MailboxId mailbox, MaildropLocks.Lock lock, FolderState inbox) {
        this.store = store;
        this.mailbox = mailbox;
        this.lock = lock;
        this.inbox = inbox;
        this.octets = total(inbox);
    }

    /** Locks the maildrop and takes its snapshot; empty while another session has it open. */
    static Optional<Maildrop> open(MailboxStore store, MaildropLocks locks, MailboxId mailbox) {
        Optional<MaildropLocks.Lock> lock = locks.tryLock(mailbox);
        if (lock.isEmpty()) return Optional.empty();
        try {
            Folder folder = store.folder(mailbox, FolderName.INBOX)
                    .orElseThrow(() -> new StoreException("a mailbox has no INBOX"));
            FolderState inbox = store.open(mailbox, folder.id(), OpenMode.EXAMINE)
                    .orElseThrow(() -> new StoreException("an INBOX cannot be opened"));
            return Optional.of(new Maildrop(store, mailbox, lock.get(), inbox));
        } catch (RuntimeException e) {
            lock.get().close();
            throw e;
        }
    }

    /** The highest message number. */
    int highest() {
        return inbox.count();
    }

    /** How many messages are not marked as deleted. */
    int count() {
        return inbox.count() - deleted.cardinality();
    }

    /** The octets of the messages that are not marked as deleted. */
    long octets() {
        return octets;
    }

    /** Whether there is a message with this number, marked or not. */
    boolean exists(int number) {
        return number >= 1 && number <= inbox.count();
    }

    /** Whether a message that exists is marked as deleted. */
    boolean isDeleted(int number) {
        return deleted.get(number - 1);
    }

    long octets(int number) {
        return inbox.octets(number - 1);
    }

    /** RFC 1939 7: 1 to 70 characters that stay the same over sessions and are never given to another message. */
    String uniqueId(int number) {
        return inbox.uidValidity() + "." + inbox.uid(number - 1);
    }

    /** The message itself; empty if another session has removed it. */
    Optional<StoredMessage> message(int number) {
        return store.message(mailbox, folder(), inbox.uid(number - 1));
    }

    /** Where a message that exists is. */
    UnreadableMessages.Place place(int number) {
        return new UnreadableMessages.Place(mailbox, folder(), inbox.uid(number - 1));
    }

    /** Marks a message that exists and is not marked. */
    void delete(int number) {
        deleted.set(number - 1);
        octets -= octets(number);
    }

    /** Takes all marks back. */
    void reset() {
        deleted.clear();
        octets = total(inbox);
    }

    /** Removes what is marked; durable when it returns. */
    ExpungeResult commit() {
        UidSet.Builder uids = new UidSet.Builder();
        deleted.stream().forEach(index -> uids.add(inbox.uid(index)));
        UidSet marked = uids.build();
        return marked.isEmpty() ? new ExpungeResult.Expunged(UidSet.EMPTY) : store.expunge(mailbox, folder(), marked);
    }

    /** Releases the lock; marks are forgotten. */
    @Override
    public void close() {
        lock.close();
    }

    private FolderId folder() {
        return inbox.folder();
    }

    private static long total(FolderState inbox) {
        long octets = 0;
        for (int i = 0; i < inbox.count(); i++) octets += inbox.octets(i);
        return octets;
    }
}
