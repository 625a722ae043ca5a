package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Status;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.Folder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Runs {@link Status}. */
final class StatusCommand {
    private StatusCommand() {}

    static StatusResponse run(Status status, ImapSession session) throws IOException {
        Optional<Folder> folder = Mailboxes.find(status.mailbox(), session);
        if (folder.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        Map<Status.Item, Long> values = new EnumMap<>(Status.Item.class);
        status.items().forEach(item -> values.put(item, value(item, folder.get())));
        session.write(UntaggedResponses.status(folder.get().name().value(), values));
        return StatusResponses.completed("STATUS");
    }

    private static long value(Status.Item item, Folder folder) {
        return switch (item) {
            case MESSAGES -> folder.messages();
            case RECENT -> folder.recent();
            case UIDNEXT -> folder.uidNext();
            case UIDVALIDITY -> folder.uidValidity();
            case UNSEEN -> folder.unseen();
        };
    }
}
