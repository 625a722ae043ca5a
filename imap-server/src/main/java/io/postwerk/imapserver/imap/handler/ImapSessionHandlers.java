package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.ImapState;
import io.postwerk.net.TlsContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Commands about the session itself: what the server can do, TLS, IDLE, the end of the session or of a selection. */
final class ImapSessionHandlers {
    private static final System.Logger LOG = System.getLogger(ImapSessionHandlers.class.getName());
    private static final Map<String, String> OURSELVES = Map.of("name", "Postwerk");

    private ImapSessionHandlers() {}

    static StatusResponse capability(ImapCommand.Capability capability, ImapSession session) throws IOException {
        session.write(UntaggedResponses.capability(Capabilities.of(session)));
        return StatusResponses.completed("CAPABILITY");
    }

    /** RFC 3501 6.1.2: the client is told what is new at the end of any command. */
    static StatusResponse noop(ImapCommand.Noop noop, ImapSession session) {
        return StatusResponses.completed("NOOP");
    }

    static StatusResponse logout(ImapCommand.Logout logout, ImapSession session) throws IOException {
        // RFC 3501 6.1.3: BYE comes before the OK
        session.untagged(StatusResponses.loggingOut());
        session.logout();
        return StatusResponses.completed("LOGOUT");
    }

    static StatusResponse id(ImapCommand.Id id, ImapSession session) throws IOException {
        // RFC 2971 3.3: what the client says changes nothing
        LOG.log(Level.DEBUG, () -> "Client is " + id.fields());
        session.write(UntaggedResponses.id(OURSELVES));
        return StatusResponses.completed("ID");
    }

    static StatusResponse startTls(ImapCommand.StartTls startTls, ImapSession session) {
        Optional<TlsContext> context = session.services().settings().startTls();
        // RFC 3501 6.2.1: not when TLS is on already
        if (session.secured() || context.isEmpty()) {
            return StatusResponses.tlsNotOffered();
        }
        session.startTlsAfterResponse(context.get());
        return StatusResponses.beginTls();
    }

    /** RFC 2342 5: one personal namespace. */
    static StatusResponse namespace(ImapCommand.Namespace namespace, ImapSession session) throws IOException {
        session.write(UntaggedResponses.namespace());
        return StatusResponses.completed("NAMESPACE");
    }

    /** RFC 2177 3: sends all updates until the client sends DONE. */
    static StatusResponse idle(ImapCommand.Idle idle, ImapSession session) throws IOException {
        session.write(UntaggedResponses.continuation("idling"));
        do {
            if (session.state() instanceof ImapState.Selected selected) {
                selected.folder().sendUpdates(session, true);
            }
        } while (!session.awaitInput());
        String line = new String(session.reader().line(session.codecLimits()), StandardCharsets.ISO_8859_1);
        return line.equalsIgnoreCase("DONE") ? StatusResponses.completed("IDLE") : StatusResponses.expectedDone();
    }

    /** RFC 3501 6.4.1: the store is always at a checkpoint, so this is NOOP. */
    static StatusResponse check(ImapCommand.Check check, ImapSession session) {
        return StatusResponses.completed("CHECK");
    }

    /** RFC 3691 2: nothing is expunged. */
    static StatusResponse unselect(ImapCommand.Unselect unselect, ImapSession session) {
        session.unselect();
        return StatusResponses.completed("UNSELECT");
    }
}
