package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.StartTls;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.net.TlsContext;
import java.util.Optional;

/** Runs {@link StartTls}. */
final class StartTlsCommand {
    private StartTlsCommand() {}

    static StatusResponse run(StartTls startTls, ImapSession session) {
        Optional<TlsContext> context = session.services().settings().startTls();
        // RFC 3501 6.2.1: not when TLS is on already
        if (session.secured() || context.isEmpty()) {
            return StatusResponses.tlsNotOffered();
        }
        session.startTlsAfterResponse(context.get());
        return StatusResponses.beginTls();
    }
}
