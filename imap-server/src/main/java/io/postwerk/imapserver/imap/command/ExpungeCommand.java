package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Expunge;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.EndSessionException;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.ExpungeResult;
import io.postwerk.store.NoSuchFolder;
import io.postwerk.store.StoreFailed;
import io.postwerk.store.UidSet;

/** Runs {@link Expunge}. The EXPUNGE responses are among the news at the end of the command. */
final class ExpungeCommand {
    private ExpungeCommand() {}

    static StatusResponse run(Expunge expunge, ImapSession session) throws EndSessionException {
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

    /** Removes those of these messages that have \Deleted. */
    static StatusResponse expunge(SelectedFolder folder, UidSet uids, ImapSession session, String command)
            throws EndSessionException {
        ExpungeResult result =
                session.services().store().expungeDeleted(session.user().mailbox(), folder.id(), uids);
        return switch (result) {
            case ExpungeResult.Expunged ignored -> StatusResponses.completed(command);
            case NoSuchFolder missing -> StoreOutcomes.missing(missing);
            case StoreFailed failed -> StoreOutcomes.failed(failed);
        };
    }
}
