package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Noop;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;

/** Runs {@link Noop}: the client is told what is new at the end of any command. RFC 3501 section 6.1.2. */
final class NoopCommand {
    private NoopCommand() {}

    static StatusResponse run(Noop noop, ImapSession session) {
        return StatusResponses.completed("NOOP");
    }
}
