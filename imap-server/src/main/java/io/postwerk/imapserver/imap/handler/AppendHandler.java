package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.FlagNames;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.mail.MessageBuffer;
import io.postwerk.mail.MessageSource;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.Folder;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.StoreFailed;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Handles {@link ImapCommand.Append}: what can be refused is refused before the message is sent; then it is streamed. */
final class AppendHandler {
    private AppendHandler() {}

    static StatusResponse handle(ImapCommand.Append append, ImapSession session) throws IOException {
        Optional<Folder> folder = session.folder(append.mailbox());
        if (folder.isEmpty()) {
            // RFC 3501 6.3.11
            return StatusResponses.tryCreate();
        }
        long octets = append.message().octets();
        if (octets > session.limits().messageOctets()) {
            return StatusResponses.tooBig(session.limits().messageOctets());
        }
        Optional<QuotaLimits> quota = Quotas.of(session);
        if (quota.isEmpty()) {
            return StatusResponses.unavailable();
        }
        MailboxStore store = session.services().store();
        if (!quota.get().allows(store.usage(session.user().mailbox()).plus(octets, 1))) {
            return StatusResponses.overQuota();
        }
        if (!store.hasRoomFor(octets)) {
            return StatusResponses.noRoom();
        }
        try (MessageBuffer buffer = new MessageBuffer(
                session.connection().memory()::trySpool,
                session.services().settings().spool())) {
            NulDetector target = new NulDetector(buffer);
            session.reader().receive(target);
            if (session.reader().afterLiteral(session.codecLimits()).length > 0) {
                return StatusResponses.afterMessage();
            }
            if (target.found()) {
                return StatusResponses.nulInMessage();
            }
            try (MessageSource message = buffer.toSource()) {
                return store(append, folder.get(), message, quota.get(), session);
            }
        }
    }

    private static StatusResponse store(
            ImapCommand.Append append, Folder folder, MessageSource message, QuotaLimits quota, ImapSession session)
            throws IOException {
        AppendResult result = session.services()
                .store()
                .append(new AppendRequest(
                        session.user().mailbox(),
                        folder.name(),
                        message,
                        FlagNames.parse(append.flags()),
                        append.internalDate().map(OffsetDateTime::toInstant),
                        Optional.empty(),
                        quota));
        return switch (result) {
            case AppendResult.Appended appended -> StatusResponses.appended(appended.uidValidity(), appended.uid());
            case AppendResult.Duplicate duplicate -> StatusResponses.appended(duplicate.uidValidity(), duplicate.uid());
            case OverQuota ignored -> StatusResponses.overQuota();
            case NoSuchFolder ignored -> StatusResponses.tryCreate();
            case LimitReached reached -> StoreResponses.limit(reached);
            case StoreFailed failed -> StoreResponses.notAdded(failed);
        };
    }

    /** Passes octets on and detects NUL. */
    private static final class NulDetector extends FilterOutputStream {
        private boolean found;

        NulDetector(OutputStream target) {
            super(target);
        }

        boolean found() {
            return found;
        }

        @Override
        public void write(int octet) throws IOException {
            found |= (octet & 0xff) == 0;
            out.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length && !found; i++) {
                found = octets[i] == 0;
            }
            out.write(octets, offset, length);
        }
    }
}
