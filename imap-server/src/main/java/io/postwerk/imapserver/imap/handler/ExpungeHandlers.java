package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.EndSessionException;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.UidSet;

/** EXPUNGE, UID EXPUNGE and CLOSE. The EXPUNGE responses are among the updates at the end of the command. */
final class ExpungeHandlers {
    private ExpungeHandlers() {}

    static StatusResponse expunge(ImapCommand.Expunge expunge, ImapSession session) throws EndSessionException {
        SelectedFolder folder = session.selected();
        if (folder.readOnly()) {
            return StatusResponses.readOnly();
        }
        // RFC 4315 2.1: only those that are in the set and have \Deleted
        UidSet uids = expunge.uids().isPresent()
                ? folder.uids(folder.byUid(expunge.uids().get()))
                : folder.allUids();
        return expunge(folder, uids, session, "EXPUNGE");
    }

    static StatusResponse close(ImapCommand.Close close, ImapSession session) throws EndSessionException {
        SelectedFolder folder = session.selected();
        // RFC 3501 6.4.2: nothing is removed after EXAMINE, and no EXPUNGE is sent
        StatusResponse response = folder.readOnly()
                ? StatusResponses.completed("CLOSE")
                : expunge(folder, folder.allUids(), session, "CLOSE");
        session.unselect();
        return response;
    }

    /** Removes those of these messages that have \Deleted. */
    private static StatusResponse expunge(SelectedFolder folder, UidSet uids, ImapSession session, String command)
            throws EndSessionException {
        ExpungeResult result =
                session.services().store().expungeDeleted(session.user().mailbox(), folder.id(), uids);
        return switch (result) {
            case ExpungeResult.Expunged ignored -> StatusResponses.completed(command);
            case NoSuchFolder missing -> StoreResponses.missing(missing);
            case StoreFailed failed -> StoreResponses.failed(failed);
        };
    }
}
