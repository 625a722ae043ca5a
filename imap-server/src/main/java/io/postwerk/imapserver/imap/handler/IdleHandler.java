package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.ImapState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Handles {@link ImapCommand.Idle}: waits for DONE, and tells all news until then. RFC 2177 section 3. */
final class IdleHandler {
    private IdleHandler() {}

    static StatusResponse handle(ImapCommand.Idle idle, ImapSession session) throws IOException {
        session.write(UntaggedResponses.continuation("idling"));
        do {
            if (session.state() instanceof ImapState.Selected selected) {
                selected.folder().sendUpdates(session, true);
            }
        } while (!session.awaitInput());
        String line = new String(session.reader().line(session.codecLimits()), StandardCharsets.ISO_8859_1);
        return line.equalsIgnoreCase("DONE") ? StatusResponses.completed("IDLE") : StatusResponses.expectedDone();
    }
}
