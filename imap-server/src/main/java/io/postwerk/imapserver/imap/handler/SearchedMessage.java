package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.imap.message.MessageText;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.mail.LongWork;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.store.FolderState;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A message that a search tests. What the view knows is at hand; the rest is read from the store on demand. */
final class SearchedMessage {
    private final int index;
    private final SelectedFolder folder;
    private final MessageWindow window;
    private final LongWork work;
    private Optional<MessageSummary> kept = Optional.empty();

    /** @param index in the view, from 0 */
    SearchedMessage(int index, SelectedFolder folder, MessageWindow window, LongWork work) {
        this.index = index;
        this.folder = folder;
        this.window = window;
        this.work = work;
    }

    /** Tests a message's envelope and texts. */
    @FunctionalInterface
    interface ContentTest {
        boolean holds(MessageText message) throws IOException;
    }

    int index() {
        return index;
    }

    /** False if another session has expunged the message. */
    boolean passes(ContentTest test) throws IOException {
        Optional<StoredMessage> message = window.message(index);
        if (message.isEmpty()) {
            return false;
        }
        work.step();
        MessageSource octets = UnreadableMessages.octets(message.get());
        if (kept.isEmpty()) {
            kept = decoded(message.get());
        }
        if (kept.isPresent()) {
            return test.holds(new MessageText(octets, kept.get(), work));
        }
        work.beginLargeSummary();
        try {
            MessageSummary summary = MessageSummary.of(work.paced(octets));
            return test.holds(new MessageText(octets, summary, work));
        } finally {
            work.endLargeSummary();
        }
    }

    /** Empty if the summary was not kept, or cannot be read. */
    private static Optional<MessageSummary> decoded(StoredMessage message) {
        try {
            return message.keptSummary().isPresent() ? Optional.of(message.summary()) : Optional.empty();
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    Optional<Instant> internalDate() {
        FolderState opened = folder.opened();
        int at = opened.indexOf(folder.uid(index));
        return at >= 0
                ? Optional.of(opened.internalDate(at))
                : window.message(index).map(StoredMessage::internalDate);
    }

    Optional<Long> octets() {
        FolderState opened = folder.opened();
        int at = opened.indexOf(folder.uid(index));
        return at >= 0 ? Optional.of(opened.octets(at)) : window.message(index).map(StoredMessage::size);
    }
}
