package io.postwerk.imapserver.lmtp;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.Envelope;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtp.server.Recipient;
import io.postwerk.store.Append;
import io.postwerk.store.AppendResult;
import io.postwerk.store.DeliveryId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreFailed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One mail and the mailboxes that it goes to. */
final class LmtpEnvelope implements Envelope {
    private static final Logger LOG = System.getLogger(LmtpEnvelope.class.getName());
    private static final String SERVICE = "lmtp";

    private final MailTransaction transaction;
    private final UserDirectory users;
    private final MailboxStore store;
    private final DeliveryObserver observer;
    private final List<Delivery> deliveries = new ArrayList<>();

    LmtpEnvelope(MailTransaction transaction, UserDirectory users, MailboxStore store, DeliveryObserver observer) {
        this.transaction = transaction;
        this.users = users;
        this.store = store;
        this.observer = observer;
    }

    @Override
    public Optional<SmtpReply> rcpt(Recipient recipient) {
        return switch (recipient.forwardPath()) {
            case ForwardPath.Mailbox(EmailAddress address) -> rcpt(address, recipient);
            // RFC 5321 4.5.1: whose postmaster is the routing's business; it has named a mailbox before mail comes here
            case ForwardPath.Postmaster() -> Optional.of(Replies.addressMisconfigured());
        };
    }

    private Optional<SmtpReply> rcpt(EmailAddress address, Recipient recipient) {
        return switch (users.lookup(address, SERVICE, 0)) {
            case UserLookup.Found(User user) -> {
                // A user who may not log in still receives.
                deliveries.add(Delivery.to(user, recipient));
                yield Optional.empty();
            }
            case UserLookup.Unknown() -> Optional.of(Replies.noSuchMailbox(address));
            case UserLookup.Unavailable(String reason) -> {
                LOG.log(Level.WARNING, () -> "cannot look up " + address + ": " + reason);
                yield Optional.of(Replies.localError());
            }
        };
    }

    /** Appends for all recipients at once, so that one sync of the store serves them all; then answers for each. */
    @Override
    public DataResult data(MessageSource message) {
        MessageSource delivered = MessageSource.concat(ReturnPath.of(transaction.reversePath()), message);
        List<AppendResult> results;
        try {
            results = store.appendAll(deliveries.stream()
                    .map(delivery -> delivery.append(delivered))
                    .toList());
        } catch (StoreException e) {
            LOG.log(Level.ERROR, "the store fails", e);
            results = Collections.nCopies(deliveries.size(), new StoreFailed(e.getMessage()));
        }
        List<SmtpReply> replies = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            observer.observe(results.get(i));
            replies.add(DeliveryReply.of(results.get(i), deliveries.get(i), transaction.id()));
        }
        // RFC 2033 4.2: one reply for each accepted recipient, in their order
        return new DataResult.Each(replies);
    }

    /** A recipient that was accepted. */
    record Delivery(EmailAddress address, MailboxId mailbox, Optional<DeliveryId> id, QuotaLimits limits) {
        static Delivery to(User user, Recipient recipient) {
            return new Delivery(
                    user.address(),
                    new MailboxId(user.mailboxId()),
                    recipient.parameters().deliveryId().map(DeliveryId::new),
                    new QuotaLimits(user.quotaStorage(), user.quotaMessages()));
        }

        Append append(MessageSource message) {
            return Append.delivery(mailbox, message, id, limits);
        }
    }
}
