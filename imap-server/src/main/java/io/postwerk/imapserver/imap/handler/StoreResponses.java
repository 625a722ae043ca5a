package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.EndSessionException;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoreResult.SubscriptionResult;
import java.lang.System.Logger.Level;

/** The one place where failures of the store become status responses. */
final class StoreResponses {
    private static final System.Logger LOG = System.getLogger(StoreResponses.class.getName());

    private StoreResponses() {}

    static StatusResponse of(FolderResult result, String command) {
        return switch (result) {
            case FolderResult.Done ignored -> StatusResponses.completed(command);
            case FolderResult.AlreadyExists ignored -> StatusResponses.mailboxExists();
            case FolderResult.NotAllowed ignored -> StatusResponses.notPossible();
            case NoSuchFolder ignored -> StatusResponses.noSuchMailbox();
            case LimitReached reached -> limit(reached);
            case StoreFailed failed -> failed(failed);
        };
    }

    static StatusResponse of(SubscriptionResult result, String command) {
        return switch (result) {
            case SubscriptionResult.Done ignored -> StatusResponses.completed(command);
            case LimitReached reached -> limit(reached);
            case StoreFailed failed -> failed(failed);
        };
    }

    static StatusResponse limit(LimitReached reached) {
        return switch (reached.limit()) {
            case KEYWORDS -> StatusResponses.limit("keywords");
            case FOLDERS -> StatusResponses.limit("mailboxes");
            case SUBSCRIPTIONS -> StatusResponses.limit("subscriptions");
            case UIDS -> StatusResponses.limit("messages");
            case MESSAGE_OCTETS -> StatusResponses.tooBig(MailboxStore.MAX_MESSAGE_OCTETS);
        };
    }

    static StatusResponse failed(StoreFailed failed) {
        LOG.log(Level.WARNING, () -> "The store failed: " + failed.reason());
        return StatusResponses.unavailable();
    }

    /** A message could not be added. */
    static StatusResponse notAdded(StoreFailed failed) {
        return failed.full() ? StatusResponses.noRoom() : failed(failed);
    }

    /** A folder that is missing: the target of a message, or the selected one. */
    static StatusResponse missing(NoSuchFolder missing) throws EndSessionException {
        if (missing.isTarget()) {
            return StatusResponses.tryCreate();
        }
        throw new EndSessionException(StatusResponses.mailboxGone());
    }
}
