package io.postwerk.smtpserver.receive;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.BodyType;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtp.server.ReceivedHeader;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.MailObserver;
import io.postwerk.smtpserver.queue.Carrier.Outcome;
import io.postwerk.smtpserver.queue.MailQueue;
import io.postwerk.smtpserver.queue.QueueChange;
import io.postwerk.smtpserver.queue.QueueException;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.routing.Target;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides what becomes of a message, and answers only when that is durable (RFC 5321 6.1): in its mailbox, if it has one
 * alone and imap-server gives a definite answer while the client waits; in every other case, and in every doubt, in the
 * queue. If neither is possible the client is told to try again.
 */
public final class Intake {
    /** RFC 5321 6.3: a large threshold, normally at least 100. */
    static final int MAX_HOPS = 100;

    /** A target, and the recipient that led to it. */
    record Addressee(Target target, EmailAddress original) {}

    /**
     * A message's way in.
     *
     * @param recipient the one recipient, for the trace header; empty where there are several
     * @param addressees at least one, none twice
     */
    record Incoming(
            MailId id, MailTransaction transaction, Optional<EmailAddress> recipient, List<Addressee> addressees) {}

    private final ReceivedHeader received;
    private final CutThrough cutThrough;
    private final MailQueue queue;
    private final Consumer<QueuedMail> queued;
    private final MailObserver observer;
    private final InstantSource clock;

    /**
     * @param queued takes over what is in the queue
     * @param clock for the trace header and the age of mail
     */
    public Intake(
            ReceivedHeader received,
            CutThrough cutThrough,
            MailQueue queue,
            Consumer<QueuedMail> queued,
            MailObserver observer,
            InstantSource clock) {
        this.received = received;
        this.cutThrough = cutThrough;
        this.queue = queue;
        this.queued = queued;
        this.observer = observer;
        this.clock = clock;
    }

    SmtpReply take(Incoming incoming, MessageSource message) {
        long start = System.nanoTime();
        try {
            if (HopCount.of(message, MAX_HOPS) >= MAX_HOPS) {
                return refused(incoming, Replies.routingLoop(), "");
            }
        } catch (IOException e) {
            return refused(incoming, Replies.localError(), "the message cannot be read: " + e.getMessage());
        }
        Instant now = clock.instant();
        // RFC 5321 4.4: on top of what others have put there
        MessageSource body = MessageSource.concat(
                MessageSource.of(received.build(incoming.transaction(), incoming.recipient(), now)), message);
        QueuedMail mail = mail(incoming, now, body.size());
        Optional<Outcome> outcome = cutThrough.deliver(mail, body);
        if (outcome.isPresent()) {
            switch (outcome.get()) {
                case Outcome.Delivered delivered -> {
                    accepted(incoming, mail, MailEvent.Way.CUT_THROUGH, start);
                    return Replies.delivered(mail.id().value());
                }
                case Outcome.Refused(DeliveryFailure failure)
                when definite(failure) -> {
                    return refused(incoming, reply(failure), "imap-server refused it");
                }
                case Outcome.Refused temporary -> {}
                case Outcome.Unreachable unreachable -> {}
                case Outcome.Lost lost -> {} // it may be in the mailbox: the delivery id tells, when it is tried again
            }
        }
        return enqueue(incoming, mail, body, start);
    }

    private static QueuedMail mail(Incoming incoming, Instant now, long octets) {
        List<QueuedRecipient> recipients = new ArrayList<>(incoming.addressees().size());
        for (Addressee addressee : incoming.addressees()) {
            recipients.add(QueuedRecipient.create(
                    recipients.size(),
                    addressee.target().address(),
                    addressee.original(),
                    addressee.target().destination(),
                    now));
        }
        MailTransaction transaction = incoming.transaction();
        return new QueuedMail(
                incoming.id(),
                now,
                transaction.reversePath(),
                transaction.parameters().body() == BodyType.EIGHT_BIT,
                octets,
                recipients);
    }

    private SmtpReply enqueue(Incoming incoming, QueuedMail mail, MessageSource body, long start) {
        try {
            queue.commit(new QueueChange.Builder().add(mail, body).build());
        } catch (QueueException e) {
            return refused(incoming, Replies.localError(), String.valueOf(e.getMessage()));
        }
        queued.accept(mail);
        accepted(incoming, mail, MailEvent.Way.QUEUED, start);
        return Replies.queued(mail.id().value());
    }

    /**
     * Whether the answer is the client's to know: what stays so, and a full mailbox, as its sender learns of it sooner
     * from the client than from a report after days.
     */
    private static boolean definite(DeliveryFailure failure) {
        return failure.permanent() || failure.enhanced().equals(DeliveryFailure.MAILBOX_FULL);
    }

    private static SmtpReply reply(DeliveryFailure failure) {
        return Replies.passedOn(failure.code(), Optional.of(failure.enhanced()), failure.text());
    }

    private void accepted(Incoming incoming, QueuedMail mail, MailEvent.Way way, long start) {
        observer.observe(new MailEvent.Accepted(
                mail.id(),
                incoming.transaction().session().client().sessionId(),
                mail.reversePath(),
                mail.recipients().stream().map(QueuedRecipient::address).toList(),
                mail.octets(),
                way,
                System.nanoTime() - start));
    }

    private SmtpReply refused(Incoming incoming, SmtpReply reply, String reason) {
        observer.observe(new MailEvent.Refused(
                incoming.id(),
                incoming.transaction().session().client().sessionId(),
                incoming.transaction().reversePath(),
                Optional.empty(),
                reply.toString(),
                reason));
        return reply;
    }
}
