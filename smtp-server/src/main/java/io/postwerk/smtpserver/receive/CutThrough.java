package io.postwerk.smtpserver.receive;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Delivers a mail with one final mailbox while its client waits, so that it is synced once and not twice. While imap-server
 * is away clients do not wait for it: after a failed conversation all mail goes to the queue for a second.
 */
public final class CutThrough {
    /** Delivers to mailboxes, in a time that a client can wait for. */
    @FunctionalInterface
    public interface Mailboxes {
        List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body);
    }

    private static final long HOLD_NANOS = Duration.ofSeconds(1).toNanos();

    private final Mailboxes mailboxes;
    private final LongSupplier nanoTime;
    private volatile boolean held;
    private volatile long heldSince;

    /** @param nanoTime as {@link System#nanoTime} */
    public CutThrough(Mailboxes mailboxes, LongSupplier nanoTime) {
        this.mailboxes = mailboxes;
        this.nanoTime = nanoTime;
    }

    /** What imap-server said; empty if it was not asked, because the mail is not of that kind or it is away. */
    Optional<Outcome> deliver(QueuedMail mail, MessageSource body) {
        if (mail.recipients().size() != 1 || mail.recipients().getFirst().destination() != Destination.MAILBOX) {
            return Optional.empty();
        }
        if (held && nanoTime.getAsLong() - heldSince < HOLD_NANOS) {
            return Optional.empty();
        }
        Outcome outcome = mailboxes.deliver(mail, mail.recipients(), body).getFirst();
        switch (outcome) {
            case Outcome.Delivered delivered -> held = false;
            case Outcome.Refused refused -> held = false;
            case Outcome.Unreachable unreachable -> hold();
            case Outcome.Lost lost -> hold();
        }
        return Optional.of(outcome);
    }

    private void hold() {
        heldSince = nanoTime.getAsLong();
        held = true;
    }
}
