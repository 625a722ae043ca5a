package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Close;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.EndSessionException;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;

/** Runs {@link Close}. */
final class CloseCommand {
    private CloseCommand() {}

    static StatusResponse run(Close close, ImapSession session) throws EndSessionException {
        SelectedFolder folder = session.selected();
        // RFC 3501 6.4.2: nothing is removed after EXAMINE, and no EXPUNGE is sent
        StatusResponse response = folder.readOnly()
                ? StatusResponses.completed("CLOSE")
                : ExpungeCommand.expunge(folder, folder.allUids(), session, "CLOSE");
        session.unselect();
        return response;
    }
}
