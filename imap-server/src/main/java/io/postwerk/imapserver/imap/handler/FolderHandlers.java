package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.ImapState;
import io.postwerk.store.FolderName;
import io.postwerk.store.StoreResult.FolderResult;
import java.util.Optional;

/** Commands that change which folders there are, and which are subscribed. */
final class FolderHandlers {
    private FolderHandlers() {}

    static StatusResponse create(ImapCommand.Create create, ImapSession session) {
        Optional<FolderName> name = newName(create.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.impossibleName();
        }
        // RFC 3501 6.3.3: levels above are made too, and INBOX exists already
        return StoreResponses.of(
                session.services().store().createFolder(session.user().mailbox(), name.get()), "CREATE");
    }

    static StatusResponse delete(ImapCommand.Delete delete, ImapSession session) {
        Optional<FolderName> name = FolderName.parse(delete.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        // RFC 3501 6.3.4: mailboxes below it stay, and INBOX cannot be deleted
        FolderResult result =
                session.services().store().deleteFolder(session.user().mailbox(), name.get());
        if (result instanceof FolderResult.Done done
                && session.state() instanceof ImapState.Selected selected
                && selected.folder().id().equals(done.folder().id())) {
            // A client that deletes the mailbox it has selected keeps its session
            session.unselect();
        }
        return StoreResponses.of(result, "DELETE");
    }

    static StatusResponse rename(ImapCommand.Rename rename, ImapSession session) {
        Optional<FolderName> from = FolderName.parse(rename.from());
        if (from.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        Optional<FolderName> to = newName(rename.to());
        if (to.isEmpty()) {
            return StatusResponses.impossibleName();
        }
        // RFC 3501 6.3.5: INBOX stays, and its messages move
        return StoreResponses.of(
                session.services().store().renameFolder(session.user().mailbox(), from.get(), to.get()), "RENAME");
    }

    static StatusResponse subscribe(ImapCommand.Subscribe subscribe, ImapSession session) {
        Optional<FolderName> name = newName(subscribe.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.impossibleName();
        }
        // RFC 3501 6.3.6: there need not be such a mailbox
        return StoreResponses.of(
                session.services().store().subscribe(session.user().mailbox(), name.get()), "SUBSCRIBE");
    }

    static StatusResponse unsubscribe(ImapCommand.Unsubscribe unsubscribe, ImapSession session) {
        Optional<FolderName> name = newName(unsubscribe.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.impossibleName();
        }
        // RFC 3501 6.3.7: a name that is not subscribed is no error
        return StoreResponses.of(
                session.services().store().unsubscribe(session.user().mailbox(), name.get()), "UNSUBSCRIBE");
    }

    /** RFC 3501 6.3.3: a delimiter at the end only declares that there will be names below this one. */
    private static Optional<FolderName> newName(String mailbox) {
        boolean ended = mailbox.length() > 1 && mailbox.charAt(mailbox.length() - 1) == FolderName.SEPARATOR;
        return FolderName.parse(ended ? mailbox.substring(0, mailbox.length() - 1) : mailbox);
    }
}
