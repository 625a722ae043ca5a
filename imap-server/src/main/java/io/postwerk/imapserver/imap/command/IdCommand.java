package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Id;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Runs {@link Id}. */
final class IdCommand {
    private IdCommand() {}

    private static final System.Logger LOG = System.getLogger(IdCommand.class.getName());
    private static final Map<String, String> OURSELVES = Map.of("name", "Postwerk");

    static StatusResponse run(Id id, ImapSession session) throws IOException {
        // RFC 2971 3.3: what the client says changes nothing
        LOG.log(Level.DEBUG, () -> "Client is " + id.fields());
        session.write(UntaggedResponses.id(OURSELVES));
        return StatusResponses.completed("ID");
    }
}
