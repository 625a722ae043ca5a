package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.FolderState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Handles {@link ImapCommand.Select}. */
final class SelectHandler {
    private SelectHandler() {}

    static StatusResponse handle(ImapCommand.Select select, ImapSession session) throws IOException {
        // RFC 3501 6.3.1: whatever was selected is not any more, also if this fails
        session.unselect();
        Optional<SelectedFolder> opened = session.folder(select.mailbox())
                .flatMap(folder -> SelectedFolder.open(session, folder.id(), select.readOnly()));
        if (opened.isEmpty()) {
            return StatusResponses.noSuchMailbox();
        }
        if (!session.select(opened.get())) {
            return StatusResponses.memoryLow();
        }
        describe(opened.get(), session);
        return StatusResponses.selected(select.readOnly());
    }

    /** The response data that RFC 3501 6.3.1 requires. */
    private static void describe(SelectedFolder folder, ImapSession session) throws IOException {
        FolderState state = folder.opened();
        session.write(UntaggedResponses.flags(folder.flagsInUse()));
        session.write(UntaggedResponses.exists(folder.count()));
        session.write(UntaggedResponses.recent(folder.recentCount()));
        int unseen = firstUnseen(folder);
        if (unseen < folder.count()) {
            session.untagged(StatusResponses.firstUnseen(unseen + 1));
        }
        session.untagged(StatusResponses.permanentFlags(permanentFlags(folder)));
        session.untagged(StatusResponses.uidNext(state.uidNext()));
        session.untagged(StatusResponses.uidValidity(state.uidValidity()));
    }

    private static int firstUnseen(SelectedFolder folder) {
        int index = 0;
        while (index < folder.count() && folder.flags(index).has(SystemFlag.SEEN)) {
            index++;
        }
        return index;
    }

    /** RFC 3501 7.1: "\*" says that keywords can be made up. */
    private static List<String> permanentFlags(SelectedFolder folder) {
        if (folder.readOnly()) {
            return List.of();
        }
        List<String> flags = new ArrayList<>(folder.flagsInUse());
        if (folder.opened().takesKeywords()) {
            flags.add("\\*");
        }
        return flags;
    }
}
