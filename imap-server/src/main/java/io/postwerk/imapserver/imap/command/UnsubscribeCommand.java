package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.Unsubscribe;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.FolderName;
import java.util.Optional;

/** Runs {@link Unsubscribe}. */
final class UnsubscribeCommand {
    private UnsubscribeCommand() {}

    static StatusResponse run(Unsubscribe unsubscribe, ImapSession session) {
        Optional<FolderName> name = Mailboxes.name(unsubscribe.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.cannot("Not a possible mailbox name");
        }
        // RFC 3501 6.3.7: a name that is not subscribed is no error
        return StoreOutcomes.of(
                session.services().store().unsubscribe(session.user().mailbox(), name.get()), "UNSUBSCRIBE");
    }
}
