package io.postwerk.imapserver.lmtp;

import io.postwerk.sasl.UserDirectory;
import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SessionPolicy;
import io.postwerk.smtp.server.SmtpBackend;
import io.postwerk.store.MailboxStore;
import java.time.InstantSource;

/**
 * What the LMTP session asks of imap-server: recipients are users of the directory, and mail for them goes to their
 * INBOX. Who may connect is settled by the listener's mutual TLS; there is no AUTH.
 */
public final class LmtpBackend implements SmtpBackend {
    private final UserDirectory users;
    private final MailboxStore store;
    private final SessionLimits limits;
    private final DeliveryObserver observer;
    private final InstantSource clock;

    /** @param observer is told what became of each delivery */
    public LmtpBackend(
            UserDirectory users,
            MailboxStore store,
            SessionLimits limits,
            DeliveryObserver observer,
            InstantSource clock) {
        this.users = users;
        this.store = store;
        this.limits = limits;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public OpenResult open(ClientFacts client) {
        return new OpenResult.Accepted(SessionPolicy.open(limits));
    }

    @Override
    public MailResult mail(SessionFacts session, ReversePath reversePath, MailParameters parameters) {
        // RFC 1870 6.1 (1): the declared size counts. At the end of the message the store decides for each recipient.
        if (!store.hasRoomFor(parameters.size().orElse(0))) {
            return new MailResult.Refused(Replies.INSUFFICIENT_STORAGE);
        }
        return new MailResult.Accepted(new LmtpTransaction(reversePath, users, store, observer, clock));
    }
}
