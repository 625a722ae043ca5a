package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.FetchResponse;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.Store;
import io.postwerk.imapserver.imap.session.FlagNames;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.imapserver.imap.session.Selection;
import io.postwerk.store.FlagChange;
import io.postwerk.store.FlagsResult;
import io.postwerk.store.LimitReached;
import io.postwerk.store.MessageFlags;
import io.postwerk.store.NoSuchFolder;
import io.postwerk.store.StoreFailed;
import java.io.IOException;
import java.util.Optional;

/** Runs {@link Store}. */
final class StoreCommand {
    private StoreCommand() {}

    static StatusResponse run(Store store, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        if (folder.readOnly()) {
            return StatusResponses.readOnly();
        }
        Optional<Selection> selection = folder.resolve(store.messages());
        if (selection.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        FlagsResult result = session.services()
                .store()
                .storeFlags(
                        session.user().mailbox(),
                        folder.id(),
                        folder.uids(selection.get()),
                        change(store.change()),
                        FlagNames.parse(store.flags()));
        return switch (result) {
            case FlagsResult.Changed changed -> {
                for (MessageFlags message : changed.messages()) {
                    tell(store, message, folder, session);
                }
                // RFC 2180 4.2.1: messages that another session has expunged
                yield changed.messages().size() < selection.get().size()
                        ? StatusResponses.expungeIssued()
                        : StatusResponses.completed("STORE");
            }
            case NoSuchFolder missing -> StoreOutcomes.missing(missing);
            case LimitReached reached -> StoreOutcomes.limit(reached);
            case StoreFailed failed -> StoreOutcomes.failed(failed);
        };
    }

    /** RFC 3501 6.4.6: the new flags are told, unless the client does not want to hear them. */
    private static void tell(Store store, MessageFlags message, SelectedFolder folder, ImapSession session)
            throws IOException {
        int index = folder.indexOf(message.uid());
        if (index < 0) {
            return;
        }
        folder.noteFlags(session, index, message.flags());
        if (!store.silent()) {
            FetchResponse response = new FetchResponse(index + 1);
            if (store.messages().uid()) {
                // RFC 3501 6.4.8
                response.uid(message.uid());
            }
            session.write(response.flags(FlagNames.of(message.flags(), folder.isRecent(index)))
                    .end());
        }
    }

    private static FlagChange change(Store.Change change) {
        return switch (change) {
            case REPLACE -> FlagChange.REPLACE;
            case ADD -> FlagChange.ADD;
            case REMOVE -> FlagChange.REMOVE;
        };
    }
}
