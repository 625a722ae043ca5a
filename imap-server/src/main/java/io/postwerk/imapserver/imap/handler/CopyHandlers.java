package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.SequenceSet;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.MessageIndices;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.FolderName;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.StoreFailed;
import java.io.IOException;
import java.util.Optional;

/** COPY and MOVE. The EXPUNGE responses of MOVE are among the updates at the end of the command. */
final class CopyHandlers {
    private CopyHandlers() {}

    static StatusResponse copy(ImapCommand.Copy copy, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        Optional<MessageIndices> messages = folder.resolve(copy.messages());
        if (messages.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        Optional<FolderName> target = FolderName.parse(copy.mailbox());
        if (target.isEmpty()) {
            return StatusResponses.impossibleName();
        }
        Optional<QuotaLimits> quota = Quotas.of(session);
        if (quota.isEmpty()) {
            return StatusResponses.unavailable();
        }
        CopyResult result = session.services()
                .store()
                .copy(session.user().mailbox(), folder.id(), folder.uids(messages.get()), target.get(), quota.get());
        if (result instanceof CopyResult.Copied copied && !copied.uids().isEmpty()) {
            return StatusResponses.copied("COPY", copied.uidValidity(), sources(copied), targets(copied));
        }
        return completion(result, "COPY");
    }

    static StatusResponse move(ImapCommand.Move move, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        if (folder.readOnly()) {
            return StatusResponses.readOnly();
        }
        Optional<MessageIndices> messages = folder.resolve(move.messages());
        if (messages.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        Optional<FolderName> target = FolderName.parse(move.mailbox());
        if (target.isEmpty()) {
            return StatusResponses.impossibleName();
        }
        CopyResult result = session.services()
                .store()
                .move(session.user().mailbox(), folder.id(), folder.uids(messages.get()), target.get());
        if (result instanceof CopyResult.Copied moved && !moved.uids().isEmpty()) {
            // RFC 6851 4.3: COPYUID is sent before the first EXPUNGE
            session.untagged(StatusResponses.moved(moved.uidValidity(), sources(moved), targets(moved)));
        }
        return completion(result, "MOVE");
    }

    private static StatusResponse completion(CopyResult result, String command) throws IOException {
        return switch (result) {
            case CopyResult.Copied ignored -> StatusResponses.completed(command);
            // RFC 3501 6.4.7: all or none, and TRYCREATE
            case NoSuchFolder missing -> StoreResponses.missing(missing);
            case OverQuota ignored -> StatusResponses.overQuota();
            case LimitReached reached -> StoreResponses.limit(reached);
            case StoreFailed failed -> StoreResponses.notAdded(failed);
        };
    }

    /** The UIDs of COPYUID, which correspond in order (RFC 4315 section 3). */
    private static String sources(CopyResult.Copied copied) {
        return SequenceSet.compact(
                copied.uids().stream().mapToLong(CopyResult.Pair::source).toArray());
    }

    private static String targets(CopyResult.Copied copied) {
        return SequenceSet.compact(
                copied.uids().stream().mapToLong(CopyResult.Pair::target).toArray());
    }
}
