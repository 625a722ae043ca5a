package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Rename;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.FolderName;
import java.util.Optional;

/** Runs {@link Rename}. */
final class RenameCommand {
    private RenameCommand() {}

    static StatusResponse run(Rename rename, ImapSession session) {
        Optional<FolderName> from = FolderName.parse(rename.from());
        if (from.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        Optional<FolderName> to = Mailboxes.name(rename.to());
        if (to.isEmpty()) {
            return StatusResponses.cannot("Not a possible mailbox name");
        }
        // RFC 3501 6.3.5: INBOX stays, and its messages move
        return StoreOutcomes.of(
                session.services().store().renameFolder(session.user().mailbox(), from.get(), to.get()), "RENAME");
    }
}
