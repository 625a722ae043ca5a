package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Logout;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import java.io.IOException;

/** Runs {@link Logout}. */
final class LogoutCommand {
    private LogoutCommand() {}

    static StatusResponse run(Logout logout, ImapSession session) throws IOException {
        // RFC 3501 6.1.3: BYE comes before the OK
        session.untagged(StatusResponses.loggingOut());
        session.logout();
        return StatusResponses.completed("LOGOUT");
    }
}
