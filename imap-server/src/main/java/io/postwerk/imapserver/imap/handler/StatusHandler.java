package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusItem;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.Folder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Handles {@link ImapCommand.Status}. */
final class StatusHandler {
    private StatusHandler() {}

    static StatusResponse handle(ImapCommand.Status status, ImapSession session) throws IOException {
        Optional<Folder> folder = session.folder(status.mailbox());
        if (folder.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        Map<StatusItem, Long> values = new EnumMap<>(StatusItem.class);
        status.items().forEach(item -> values.put(item, value(item, folder.get())));
        session.write(UntaggedResponses.status(folder.get().name().value(), values));
        return StatusResponses.completed("STATUS");
    }

    private static long value(StatusItem item, Folder folder) {
        return switch (item) {
            case MESSAGES -> folder.messages();
            case RECENT -> folder.recent();
            case UIDNEXT -> folder.uidNext();
            case UIDVALIDITY -> folder.uidValidity();
            case UNSEEN -> folder.unseen();
        };
    }
}
