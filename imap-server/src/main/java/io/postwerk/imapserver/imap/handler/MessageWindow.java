package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads messages of the selected folder in blocks, for a caller that asks in ascending order and may skip some. A block
 * doubles as long as the requests are close to each other and the summaries are small.
 */
final class MessageWindow {
    private final ImapSession session;
    private final SelectedFolder folder;
    private final Map<Long, StoredMessage> messages = new HashMap<>();
    private final BatchSize width = new BatchSize(1);
    private int start;
    private int end;

    /** The message that was asked for last: the caller is done with those before it. */
    private Optional<StoredMessage> last = Optional.empty();

    MessageWindow(ImapSession session) {
        this.session = session;
        this.folder = session.selected();
    }

    /** Empty if another session has expunged it. */
    Optional<StoredMessage> message(int index) {
        if (index < start || index >= end) {
            move(index);
        }
        Optional<StoredMessage> message = Optional.ofNullable(messages.get(folder.uid(index)));
        if (!message.equals(last)) {
            // What is in memory of its body may be a chunk of the store
            last.ifPresent(read -> read.body().close());
            last = message;
        }
        return message;
    }

    private void move(int index) {
        if (index >= end + width.messages()) {
            width.restart();
        }
        start = index;
        end = Math.min(index + width.messages(), folder.count());
        messages.clear();
        UidSet uids = UidSet.range(folder.uid(start), folder.uid(end - 1));
        session.services()
                .store()
                .messages(session.user().mailbox(), folder.id(), uids)
                .forEach(message -> messages.put(message.uid(), message));
        width.read(messages.values());
    }
}
