package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Check;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;

/** Runs {@link Check}: the store is always at a checkpoint, so this is NOOP. RFC 3501 section 6.4.1. */
final class CheckCommand {
    private CheckCommand() {}

    static StatusResponse run(Check check, ImapSession session) {
        return StatusResponses.completed("CHECK");
    }
}
