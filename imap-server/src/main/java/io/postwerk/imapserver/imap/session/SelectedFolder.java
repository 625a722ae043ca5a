package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.codec.FetchResponse;
import io.postwerk.imapserver.imap.codec.MessageSet;
import io.postwerk.imapserver.imap.codec.SequenceSet;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.store.Changes;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Folder;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.MailboxStore.Watch;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A session's view of its selected folder: what the client has been told. Changes of the folder enter the view only when
 * {@link #sendUpdates} tells them to the client, so that a message sequence number means the same to both sides at any
 * time (RFC 3501 section 7.4.1).
 */
public final class SelectedFolder implements AutoCloseable {
    private final MailboxStore store;
    private final MailboxId mailbox;
    private final boolean readOnly;
    private final Watch watch;
    private final SequenceNumbers numbers;
    private final RecentMessages recent;
    private final TreeSet<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** The folder as it was when last opened. Used for the data of a message that never changes. */
    private FolderState opened;

    /** Changes up to this one are in the view, or in {@link #unannounced}. */
    private long modSeq;

    /** Gone from the folder, but still in the view, because EXPUNGE could not be sent yet. */
    private UidSet unannounced = UidSet.EMPTY;

    /** @param wake called whenever the folder has changed, from any thread */
    SelectedFolder(MailboxStore store, MailboxId mailbox, FolderState state, boolean readOnly, Runnable wake) {
        this.store = store;
        this.mailbox = mailbox;
        this.readOnly = readOnly;
        this.opened = state;
        this.numbers = new SequenceNumbers(state.count());
        for (int i = 0; i < state.count(); i++) {
            numbers.append(state.uid(i), state.flags(i));
        }
        this.modSeq = state.highestModSeq();
        this.recent = new RecentMessages(numbers);
        if (readOnly) {
            recent.addLast(unclaimed());
        } else {
            recent.add(state.recent());
        }
        this.keywords.addAll(state.keywords());
        FolderId folder = state.folder();
        this.watch = store.watch(mailbox, change -> {
            if (change.folder().equals(folder)) {
                wake.run();
            }
        });
    }

    /**
     * Opens a folder for a session.
     *
     * @return empty if it does not exist
     */
    public static Optional<SelectedFolder> open(ImapSession session, FolderId folder, boolean readOnly) {
        MailboxStore store = session.services().store();
        MailboxId mailbox = session.user().mailbox();
        // RFC 3501 6.3.2: EXAMINE leaves \Recent as it is
        return store.open(mailbox, folder, readOnly ? OpenMode.EXAMINE : OpenMode.SELECT)
                .map(state -> new SelectedFolder(store, mailbox, state, readOnly, session.connection()::signal));
    }

    /** How many of the last messages no session has claimed as recent. EXAMINE shows them without claiming them. */
    private int unclaimed() {
        return store.folder(mailbox, id()).map(Folder::recent).orElse(0);
    }

    public FolderId id() {
        return opened.folder();
    }

    public boolean readOnly() {
        return readOnly;
    }

    /** The folder as it was when last opened. */
    public FolderState opened() {
        return opened;
    }

    public int count() {
        return numbers.count();
    }

    public int recentCount() {
        return recent.count();
    }

    /** The UID of a message, by its index from 0. */
    public long uid(int index) {
        return numbers.uid(index);
    }

    /** Its flags as the client was told. */
    public Flags flags(int index) {
        return numbers.flags(index);
    }

    public boolean isRecent(int index) {
        return recent.contains(numbers.uid(index));
    }

    /** Like {@link java.util.Arrays#binarySearch(long[], long)}. */
    public int indexOf(long uid) {
        return numbers.indexOf(uid);
    }

    /** All keywords known to the client, sorted. */
    public List<String> keywords() {
        return List.copyOf(keywords);
    }

    /** The messages meant, or empty if a message sequence number is not in use. */
    public Optional<MessageIndices> resolve(MessageSet messages) {
        return MessageIndices.resolve(messages, numbers);
    }

    /** The messages meant; message sequence numbers that are not in use are left out. */
    public MessageIndices resolveInUse(MessageSet messages) {
        return MessageIndices.resolveInUse(messages, numbers);
    }

    /** The messages that have these UIDs. */
    public MessageIndices byUid(SequenceSet uids) {
        return MessageIndices.byUid(uids, numbers);
    }

    public UidSet uids(MessageIndices messages) {
        return messages.uids(numbers);
    }

    /** Every UID up to the last one that the client knows. */
    public UidSet allUids() {
        return numbers.count() == 0 ? UidSet.EMPTY : UidSet.range(1, numbers.lastUid());
    }

    /**
     * Tells the client what has changed in the folder (RFC 3501 section 5.2).
     *
     * @param expunges whether EXPUNGE may be sent now; if not, those are kept for later
     * @throws EndSessionException if the folder is gone
     */
    public void sendUpdates(ImapSession session, boolean expunges) throws IOException {
        switch (store.changesSince(mailbox, id(), modSeq)) {
            case Changes.Delta delta -> {
                modSeq = delta.highestModSeq();
                tell(session, delta.changed(), delta.vanished(), expunges);
            }
            case Changes.TooOld ignored -> tellDifference(session, expunges);
            case NoSuchFolder ignored -> throw new EndSessionException(StatusResponses.mailboxGone());
        }
    }

    /** As {@link #sendUpdates}, when the store no longer knows what vanished: compares all. */
    private void tellDifference(ImapSession session, boolean expunges) throws IOException {
        opened = store.open(mailbox, id(), OpenMode.EXAMINE)
                .orElseThrow(() -> new EndSessionException(StatusResponses.mailboxGone()));
        modSeq = opened.highestModSeq();
        UidSet.Builder vanished = new UidSet.Builder();
        for (int i = 0; i < numbers.count(); i++) {
            if (opened.indexOf(numbers.uid(i)) < 0) {
                vanished.add(numbers.uid(i));
            }
        }
        List<MessageFlags> all = new ArrayList<>(opened.count());
        for (int i = 0; i < opened.count(); i++) {
            all.add(new MessageFlags(opened.uid(i), opened.modSeq(i), opened.flags(i)));
        }
        tell(session, all, vanished.build(), expunges);
    }

    private void tell(ImapSession session, List<MessageFlags> changed, UidSet vanished, boolean expunges)
            throws IOException {
        unannounced = unannounced.union(vanished);
        if (expunges && !unannounced.isEmpty()) {
            tellExpunges(session);
        }
        int before = numbers.count();
        int told = before;
        for (MessageFlags message : changed) {
            int index = numbers.indexOf(message.uid());
            if (index >= 0) {
                tellFlags(session, index, message.flags());
            } else if (message.uid() > numbers.lastUid()) {
                learnKeywords(session, message.flags());
                numbers.append(message.uid(), message.flags());
                told++;
            }
        }
        if (told > before) {
            tellArrivals(session, before);
        }
    }

    private void tellExpunges(ImapSession session) throws IOException {
        List<Integer> expunged = new ArrayList<>();
        numbers.removeAll(unannounced, index -> expunged.add(index + 1));
        unannounced = UidSet.EMPTY;
        for (int number : expunged) {
            session.write(UntaggedResponses.expunge(number));
        }
        recent.recount();
    }

    private void tellArrivals(ImapSession session, int first) throws IOException {
        if (readOnly) {
            recent.addLast(numbers.count() - first);
        } else {
            // RFC 3501 2.3.2: recent to one session only, which may be another one
            recent.add(store.claimRecent(mailbox, id()));
        }
        session.write(UntaggedResponses.exists(numbers.count()));
        session.write(UntaggedResponses.recent(recent.count()));
    }

    private void tellFlags(ImapSession session, int index, Flags flags) throws IOException {
        if (noteFlags(session, index, flags)) {
            List<String> names = FlagNames.of(flags, isRecent(index));
            session.write(new FetchResponse(index + 1).flags(names).end());
        }
    }

    /**
     * Records the flags of a message in the view, without telling the client.
     *
     * @return whether they have changed
     */
    public boolean noteFlags(ImapSession session, int index, Flags flags) throws IOException {
        if (numbers.flags(index).equals(flags)) {
            return false;
        }
        learnKeywords(session, flags);
        numbers.setFlags(index, flags);
        return true;
    }

    /** RFC 3501 7.2.6: the client hears of a new keyword before it sees it on a message. */
    private void learnKeywords(ImapSession session, Flags flags) throws IOException {
        if (keywords.addAll(flags.keywords())) {
            session.write(UntaggedResponses.flags(flagsInUse()));
        }
    }

    /** The system flags and all keywords known. */
    public List<String> flagsInUse() {
        List<String> names = new ArrayList<>(FlagNames.SYSTEM);
        names.addAll(keywords);
        return names;
    }

    /** The folder is no longer selected. */
    @Override
    public void close() {
        watch.close();
    }
}
