package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.Subscribe;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.FolderName;
import java.util.Optional;

/** Runs {@link Subscribe}. */
final class SubscribeCommand {
    private SubscribeCommand() {}

    static StatusResponse run(Subscribe subscribe, ImapSession session) {
        Optional<FolderName> name = Mailboxes.name(subscribe.mailbox());
        if (name.isEmpty()) {
            return StatusResponses.cannot("Not a possible mailbox name");
        }
        // RFC 3501 6.3.6: there need not be such a mailbox
        return StoreOutcomes.of(
                session.services().store().subscribe(session.user().mailbox(), name.get()), "SUBSCRIBE");
    }
}
