package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.FetchResponse;
import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.FlagNames;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.MessageIndices;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.StoreFailed;
import java.io.IOException;
import java.util.Optional;

/** Handles {@link ImapCommand.Store}. */
final class StoreHandler {
    private StoreHandler() {}

    static StatusResponse handle(ImapCommand.Store store, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        if (folder.readOnly()) {
            return StatusResponses.readOnly();
        }
        Optional<MessageIndices> messages = folder.resolve(store.messages());
        if (messages.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        FlagsResult result = session.services()
                .store()
                .storeFlags(
                        session.user().mailbox(),
                        folder.id(),
                        folder.uids(messages.get()),
                        store.change(),
                        FlagNames.parse(store.flags()));
        return switch (result) {
            case FlagsResult.Changed changed -> {
                for (MessageFlags message : changed.messages()) {
                    tell(store, message, folder, session);
                }
                // RFC 2180 4.2.1: messages that another session has expunged are passed over. 4.2.2 and 4.2.3 ask for
                // NO without .SILENT; clients show that to their users, so it is OK, as from Dovecot
                yield StatusResponses.completed("STORE");
            }
            case NoSuchFolder missing -> StoreResponses.missing(missing);
            case LimitReached reached -> StoreResponses.limit(reached);
            case StoreFailed failed -> StoreResponses.failed(failed);
        };
    }

    /** RFC 3501 6.4.6: the new flags are told, unless the client does not want to hear them. */
    private static void tell(ImapCommand.Store store, MessageFlags message, SelectedFolder folder, ImapSession session)
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
}
