package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Copy;
import io.postwerk.imapserver.imap.codec.SequenceSet;
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
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreFailed;
import java.io.IOException;
import java.util.Optional;

/** Runs {@link Copy}. */
final class CopyCommand {
    private CopyCommand() {}

    static StatusResponse run(Copy copy, ImapSession session) throws IOException {
        SelectedFolder folder = session.selected();
        Optional<Selection> selection = folder.resolve(copy.messages());
        if (selection.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        Optional<FolderName> target = FolderName.parse(copy.mailbox());
        if (target.isEmpty()) {
            return StatusResponses.cannot("Not a possible mailbox name");
        }
        Optional<QuotaLimits> quota = Quotas.of(session);
        if (quota.isEmpty()) {
            return StatusResponses.unavailable();
        }
        CopyResult result = session.services()
                .store()
                .copy(session.user().mailbox(), folder.id(), folder.uids(selection.get()), target.get(), quota.get());
        return switch (result) {
            case CopyResult.Copied copied when copied.uids().isEmpty() -> StatusResponses.completed("COPY");
            case CopyResult.Copied copied ->
                StatusResponses.copied("COPY", copied.uidValidity(), sources(copied), targets(copied));
            // RFC 3501 6.4.7: all or none, and TRYCREATE
            case NoSuchFolder missing -> StoreOutcomes.missing(missing);
            case OverQuota ignored -> StatusResponses.overQuota();
            case LimitReached reached -> StoreOutcomes.limit(reached);
            case StoreFailed failed -> StoreOutcomes.failed(failed);
        };
    }

    /** The UIDs of COPYUID, which correspond in order (RFC 4315 section 3). */
    static String sources(CopyResult.Copied copied) {
        return SequenceSet.compact(
                copied.uids().stream().mapToLong(CopyResult.Pair::source).toArray());
    }

    static String targets(CopyResult.Copied copied) {
        return SequenceSet.compact(
                copied.uids().stream().mapToLong(CopyResult.Pair::target).toArray());
    }
}
