package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Idle;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SessionState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs {@link Idle}: waits for DONE, and tells all news until then. RFC 2177 section 3. */
final class IdleCommand {
    private IdleCommand() {}

    static StatusResponse run(Idle idle, ImapSession session) throws IOException {
        session.write(UntaggedResponses.continuation("idling"));
        do {
            if (session.state() instanceof SessionState.Selected selected) {
                selected.folder().tellNews(session, true);
            }
        } while (!session.awaitInput());
        String line = new String(session.reader().line(session.codecLimits()), StandardCharsets.ISO_8859_1);
        return line.equalsIgnoreCase("DONE") ? StatusResponses.completed("IDLE") : StatusResponses.expectedDone();
    }
}
