package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.Unselect;
import io.postwerk.imapserver.imap.session.ImapSession;

/** Runs {@link Unselect}: nothing is expunged. RFC 3691 section 2. */
final class UnselectCommand {
    private UnselectCommand() {}

    static StatusResponse run(Unselect unselect, ImapSession session) {
        session.unselect();
        return StatusResponses.completed("UNSELECT");
    }
}
