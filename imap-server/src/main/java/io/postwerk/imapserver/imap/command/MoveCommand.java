package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Move;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.imapserver.imap.session.Selection;
import io.postwerk.store.CopyResult;
import io.postwerk.store.FolderName;
import io.postwerk.store.LimitReached;
import io.postwerk.store.NoSuchFolder;
import io.postwerk.store.OverQuota;
import io.postwerk.store.StoreFailed;
import java.io.IOException;
import java.util.Optional;

/** Runs {@link Move}. The EXPUNGE responses are among the news at the end of the command. */
final class MoveCommand {
    private MoveCommand() {}

    static StatusResponse run(Move move, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        if (folder.readOnly()) {
            return StatusResponses.readOnly();
        }
        Optional<Selection> selection = folder.resolve(move.messages());
        if (selection.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        Optional<FolderName> target = FolderName.parse(move.mailbox());
        if (target.isEmpty()) {
            return StatusResponses.cannot("Not a possible mailbox name");
        }
        CopyResult result = session.services()
                .store()
                .move(session.user().mailbox(), folder.id(), folder.uids(selection.get()), target.get());
        return switch (result) {
            case CopyResult.Copied moved -> {
                if (!moved.uids().isEmpty()) {
                    // RFC 6851 4.3: COPYUID is sent before the first EXPUNGE
                    session.untagged(StatusResponses.moved(
                            moved.uidValidity(), CopyCommand.sources(moved), CopyCommand.targets(moved)));
                }
                yield StatusResponses.completed("MOVE");
            }
            case NoSuchFolder missing -> StoreOutcomes.missing(missing);
            case OverQuota ignored -> StatusResponses.overQuota();
            case LimitReached reached -> StoreOutcomes.limit(reached);
            case StoreFailed failed -> StoreOutcomes.failed(failed);
        };
    }
}
