package io.postwerk.smtpserver.receive;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.ReceivedHeader;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides what becomes of a message, and answers only when that is durable (RFC 5321 6.1): in the mailbox, if there is
 * exactly one and imap-server gives a definite answer while the client waits; in every other case in the queue. If neither
 * is possible the client is told to try again.
 */
public final class MailAcceptance {
    /** RFC 5321 6.3: a large threshold, normally at least 100. */
    static final int MAX_HOPS = 100;

    private final ReceivedHeader received;
    private final CutThrough cutThrough;
    private final MailQueue queue;
    private final Consumer<QueuedMail> queued;
    private final MailEvent.Observer observer;
    private final InstantSource clock;

    /**
     * @param queued takes over a mail that is in the queue
     * @param clock for the trace header and the age of mail
     */
    public MailAcceptance(
            ReceivedHeader received,
            CutThrough cutThrough,
            MailQueue queue,
            Consumer<QueuedMail> queued,
            MailEvent.Observer observer,
            InstantSource clock) {
        this.received = received;
        this.cutThrough = cutThrough;
        this.queue = queue;
        this.queued = queued;
        this.observer = observer;
        this.clock = clock;
    }

    /** Whether there is room for a message of that size, which is asked at MAIL and again at the end of the message. */
    boolean hasRoomFor(long octets) {
        return queue.hasRoomFor(octets);
    }

    /**
     * Answers for a message or refuses it.
     *
     * @param targets at least one, with the recipient that led to it
     * @param recipient the one recipient, for the trace header; empty where there are several
     */
    SmtpReply accept(
            MailOrigin origin,
            Map<Target, EmailAddress> targets,
            Optional<EmailAddress> recipient,
            MessageSource message) {
        long start = System.nanoTime();
        try {
            if (HopCount.of(message, MAX_HOPS) >= MAX_HOPS) {
                return refused(origin, Replies.ROUTING_LOOP, "");
            }
        } catch (IOException e) {
            return refused(origin, Replies.LOCAL_ERROR, "the message cannot be read: " + e.getMessage());
        }
        if (!hasRoomFor(message.size())) {
            return refused(origin, Replies.INSUFFICIENT_STORAGE, "the disk is almost full");
        }
        Instant now = clock.instant();
        // RFC 5321 4.4: on top of what others have put there
        MessageSource body = MessageSource.concat(
                MessageSource.of(received.build(origin.id(), origin.session(), recipient, now)), message);
        QueuedMail mail = new QueuedMail(
                origin.id(), now, origin.reversePath(), origin.eightBit(), body.size(), recipients(targets, now));
        Optional<Outcome> outcome = cutThrough.deliver(mail, body);
        if (outcome.isPresent()) {
            switch (outcome.get()) {
                case Outcome.Delivered delivered -> {
                    accepted(origin, mail, MailEvent.Mode.CUT_THROUGH, start);
                    return Replies.delivered(mail.id().value());
                }
                case Outcome.Refused(DeliveryFailure failure)
                when definite(failure) -> {
                    return refused(origin, failure.reply(), "imap-server refused it");
                }
                case Outcome.Refused temporary -> {}
                case Outcome.Unreachable unreachable -> {}
                case Outcome.Lost lost -> {} // it may be in the mailbox: a second attempt has the same delivery id
            }
        }
        return enqueue(origin, mail, body, start);
    }

    private static List<QueuedRecipient> recipients(Map<Target, EmailAddress> targets, Instant now) {
        List<QueuedRecipient> recipients = new ArrayList<>(targets.size());
        targets.forEach((target, original) -> recipients.add(
                QueuedRecipient.create(recipients.size(), target.address(), original, target.destination(), now)));
        return recipients;
    }

    private SmtpReply enqueue(MailOrigin origin, QueuedMail mail, MessageSource body, long start) {
        try {
            queue.commit(new QueueChange.Builder().add(mail, body).build());
        } catch (QueueException e) {
            SmtpReply reply = e.isFull() ? Replies.INSUFFICIENT_STORAGE : Replies.LOCAL_ERROR;
            return refused(origin, reply, String.valueOf(e.getMessage()));
        }
        queued.accept(mail);
        accepted(origin, mail, MailEvent.Mode.QUEUED, start);
        return Replies.queued(mail.id().value());
    }

    /**
     * Whether the client is told: a permanent refusal, and a full mailbox, since the sender learns of it sooner from the
     * client than from a report after days.
     */
    private static boolean definite(DeliveryFailure failure) {
        return failure.permanent() || failure.enhanced().equals(DeliveryFailure.MAILBOX_FULL);
    }

    private void accepted(MailOrigin origin, QueuedMail mail, MailEvent.Mode mode, long start) {
        observer.observe(new MailEvent.Accepted(
                mail.id(),
                origin.sessionId(),
                mail.reversePath(),
                mail.recipients().stream().map(QueuedRecipient::address).toList(),
                mail.octets(),
                mode,
                System.nanoTime() - start));
    }

    private SmtpReply refused(MailOrigin origin, SmtpReply reply, String reason) {
        observer.observe(origin.refused(Optional.empty(), reply, reason));
        return reply;
    }
}
