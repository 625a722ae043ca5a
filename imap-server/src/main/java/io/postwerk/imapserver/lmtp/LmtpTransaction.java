package io.postwerk.imapserver.lmtp;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.runtime.LogContext;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.StoreFailed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One mail and the mailboxes that it goes to. */
final class LmtpTransaction implements MailTransaction {
    private static final Logger LOG = System.getLogger(LmtpTransaction.class.getName());
    private static final String SERVICE = "lmtp";

    /** The identity that smtp-server has given the mail, from the first delivery id that is made of one. */
    private Optional<MailId> given = Optional.empty();

    /** An identity of our own, made when one is asked for and none is given. */
    private Optional<MailId> own = Optional.empty();

    private final ReversePath reversePath;
    private final UserDirectory users;
    private final MailboxStore store;
    private final DeliveryObserver observer;
    private final InstantSource clock;
    private final List<Delivery> deliveries = new ArrayList<>();

    LmtpTransaction(
            ReversePath reversePath,
            UserDirectory users,
            MailboxStore store,
            DeliveryObserver observer,
            InstantSource clock) {
        this.reversePath = reversePath;
        this.users = users;
        this.store = store;
        this.observer = observer;
        this.clock = clock;
    }

    /** The given identity wins, even if an own one was made before: a recipient may be refused before one is given. */
    @Override
    public MailId id() {
        if (given.isPresent()) {
            return given.get();
        }
        if (own.isEmpty()) {
            own = Optional.of(MailId.create(clock.millis()));
        }
        return own.get();
    }

    @Override
    public Optional<SmtpReply> rcpt(ForwardPath path, RcptParameters parameters) {
        if (given.isEmpty()) {
            given = parameters.deliveryId().flatMap(MailId::ofDelivery);
        }
        return switch (path) {
            case ForwardPath.Mailbox(EmailAddress address) -> rcpt(address, parameters);
            // RFC 5321 4.5.1: routing resolves postmaster to a mailbox before it hands the mail on
            case ForwardPath.Postmaster() -> Optional.of(Replies.ADDRESS_MISCONFIGURED);
        };
    }

    private Optional<SmtpReply> rcpt(EmailAddress address, RcptParameters parameters) {
        return switch (users.lookup(address, SERVICE, 0)) {
            case UserLookup.Found(User user) -> {
                // A user who may not log in still receives.
                deliveries.add(Delivery.to(user, parameters));
                yield Optional.empty();
            }
            case UserLookup.Unknown() -> Optional.of(Replies.noSuchMailbox(address));
            case UserLookup.Unavailable(String reason) -> {
                try (LogContext _ = LogContext.mail(id().value())) {
                    LOG.log(Level.WARNING, () -> "cannot look up " + address + ": " + reason);
                }
                yield Optional.of(Replies.LOCAL_ERROR);
            }
        };
    }

    /** Appends for all recipients at once, so that one sync of the store serves them all; then answers for each. */
    @Override
    public DataResult data(MessageSource message) {
        MessageSource delivered = MessageSource.concat(returnPath(reversePath.address()), message);
        List<AppendResult> results;
        try {
            results = store.appendAll(deliveries.stream()
                    .map(delivery -> delivery.append(delivered))
                    .toList());
        } catch (StoreException e) {
            try (LogContext _ = LogContext.mail(id().value())) {
                LOG.log(Level.ERROR, "the store fails", e);
            }
            results = Collections.nCopies(deliveries.size(), StoreFailed.of(e));
        }
        List<SmtpReply> replies = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            observer.observe(results.get(i));
            replies.add(DeliveryReply.of(results.get(i), deliveries.get(i), mailOf(deliveries.get(i))));
        }
        // RFC 2033 4.2: one reply for each accepted recipient, in their order
        return new DataResult.Each(replies);
    }

    private MailId mailOf(Delivery delivery) {
        return delivery.id().flatMap(id -> MailId.ofDelivery(id.value())).orElseGet(this::id);
    }

    /** RFC 5321 4.4: final delivery keeps the reverse-path at the beginning of the message; {@code <>} for a bounce. */
    private static MessageSource returnPath(Optional<EmailAddress> reversePath) {
        String path = reversePath.map(EmailAddress::toString).orElse("");
        return MessageSource.of(("Return-Path: <" + path + ">\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A recipient that was accepted. */
    record Delivery(EmailAddress address, MailboxId mailbox, Optional<DeliveryId> id, QuotaLimits limits) {
        static Delivery to(User user, RcptParameters parameters) {
            return new Delivery(
                    user.address(),
                    new MailboxId(user.mailboxId()),
                    parameters.deliveryId().map(DeliveryId::new),
                    new QuotaLimits(user.quotaStorage(), user.quotaMessages()));
        }

        AppendRequest append(MessageSource message) {
            return AppendRequest.delivery(mailbox, message, id, limits);
        }
    }
}
