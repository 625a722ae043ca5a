package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Capability;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import java.io.IOException;

/** Runs {@link Capability}. */
final class CapabilityCommand {
    private CapabilityCommand() {}

    static StatusResponse run(Capability capability, ImapSession session) throws IOException {
        session.write(UntaggedResponses.capability(Capabilities.of(session)));
        return StatusResponses.completed("CAPABILITY");
    }
}
