package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.sasl.UserLookup;
import io.postwerk.store.QuotaLimits;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** The quota of the user's mailbox. It is looked up for each command, because it can change during a session. */
final class Quotas {
    private static final System.Logger LOG = System.getLogger(Quotas.class.getName());

    private Quotas() {}

    /** Empty if the directory cannot tell at present. */
    static Optional<QuotaLimits> of(ImapSession session) {
        UserLookup result =
                session.services().users().lookup(session.user().user().address(), "imap", 0);
        return switch (result) {
            case UserLookup.Found found ->
                Optional.of(new QuotaLimits(
                        found.user().quotaStorage(), found.user().quotaMessages()));
            case UserLookup.Unknown ignored -> Optional.empty();
            case UserLookup.Unavailable unavailable -> {
                LOG.log(Level.WARNING, () -> "No quota is known: " + unavailable.cause());
                yield Optional.empty();
            }
        };
    }
}
