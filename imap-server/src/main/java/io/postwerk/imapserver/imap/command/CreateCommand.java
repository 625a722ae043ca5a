package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Create;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.FolderName;
import java.util.Optional;

/** Runs {@link Create}. */
final class CreateCommand {
    private CreateCommand() {}

    static StatusResponse run(Create create, ImapSession session) {
        Optional<FolderName> name = Mailboxes.name(create.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.cannot("Not a possible mailbox name");
        }
        // RFC 3501 6.3.3: levels above are made too, and INBOX exists already
        return StoreOutcomes.of(
                session.services().store().createFolder(session.user().mailbox(), name.get()), "CREATE");
    }
}
