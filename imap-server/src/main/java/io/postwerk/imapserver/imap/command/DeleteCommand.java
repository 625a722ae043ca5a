package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Delete;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SessionState;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderResult;
import java.util.Optional;

/** Runs {@link Delete}. */
final class DeleteCommand {
    private DeleteCommand() {}

    static StatusResponse run(Delete delete, ImapSession session) {
        Optional<FolderName> name = FolderName.parse(delete.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        // RFC 3501 6.3.4: mailboxes below it stay, and INBOX can not be deleted
        FolderResult result =
                session.services().store().deleteFolder(session.user().mailbox(), name.get());
        if (result instanceof FolderResult.Done done
                && session.state() instanceof SessionState.Selected selected
                && selected.folder().id().equals(done.folder().id())) {
            // What this client has deleted itself is no reason to end its session
            session.unselect();
        }
        return StoreOutcomes.of(result, "DELETE");
    }
}
