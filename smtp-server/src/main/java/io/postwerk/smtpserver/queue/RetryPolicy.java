package io.postwerk.smtpserver.queue;

import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * When to try again, when to tell the sender that it takes longer, and when to give up (RFC 5321 4.5.4.1).
 *
 * <p>A refusal by a server of others follows the configured steps. Our own imap-server is asked again soon, as what it
 * refuses for a while (a user not loaded yet, a restart) passes in seconds, unless it is a full mailbox. A server that cannot be reached is probed with
 * one attempt at a time, whatever number of mails wait for it.
 *
 * @param steps waits before the second, third, ... attempt at a remote server; the last one repeats
 * @param expiry age at which a recipient is given up
 * @param delayReport age at which the sender is told once that a mail is late
 * @param random from 0 to 1, so that what failed together is not tried together
 */
public record RetryPolicy(List<Duration> steps, Duration expiry, Duration delayReport, DoubleSupplier random) {
    private static final Duration MAILBOX_STEP = Duration.ofSeconds(1);
    private static final Duration MAILBOX_MAX = Duration.ofMinutes(1);
    /** Attempts at our own imap-server that follow soon, over some ten minutes; then the delays are those for other servers. */
    private static final int MAILBOX_SOON = 15;

    private static final Duration MAILBOX_PROBE = Duration.ofMillis(250);
    private static final Duration MAILBOX_PROBE_MAX = Duration.ofSeconds(2);
    private static final Duration REMOTE_PROBE = Duration.ofSeconds(2);
    private static final Duration REMOTE_PROBE_MAX = Duration.ofMinutes(30);

    public RetryPolicy {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("no retry steps");
        }
    }

    /** The next attempt after so many that failed, this one last. */
    public Instant nextAttempt(Destination destination, DeliveryFailure failure, int failedAttempts, Instant now) {
        boolean soon = destination == Destination.MAILBOX
                && failedAttempts <= MAILBOX_SOON
                && !failure.enhanced().equals(DeliveryFailure.MAILBOX_FULL); // it does not pass in seconds
        Duration wait = soon
                ? doubled(MAILBOX_STEP, failedAttempts - 1, MAILBOX_MAX)
                : steps.get(Math.clamp(failedAttempts - 1, 0, steps.size() - 1));
        return now.plus(jittered(wait));
    }

    /** How long to leave a server alone that could not be reached so many times in a row. */
    public Duration probe(Destination destination, int failedProbes) {
        return switch (destination) {
            case MAILBOX -> jittered(doubled(MAILBOX_PROBE, failedProbes - 1, MAILBOX_PROBE_MAX));
            case REMOTE, RELAY, SUBMITTED -> jittered(doubled(REMOTE_PROBE, failedProbes - 1, REMOTE_PROBE_MAX));
        };
    }

    public boolean expired(QueuedMail mail, Instant now) {
        return !now.isBefore(mail.arrived().plus(expiry));
    }

    /** Whether not even a report about it is waited for any more. */
    public boolean abandoned(QueuedMail mail, Instant now) {
        return !now.isBefore(mail.arrived().plus(expiry.multipliedBy(2)));
    }

    /** Whether the sender should hear now that this recipient was not reached yet. */
    public boolean delayed(QueuedMail mail, QueuedRecipient recipient, Instant now) {
        return !recipient.delayReported() && !now.isBefore(mail.arrived().plus(delayReport));
    }

    private static Duration doubled(Duration first, int times, Duration max) {
        long factor = 1L << Math.clamp(times, 0, 20);
        Duration wait = first.multipliedBy(factor);
        return wait.compareTo(max) < 0 ? wait : max;
    }

    /** Up to a fifth less, never more: a limit stays a limit. */
    private Duration jittered(Duration wait) {
        return wait.minus(Duration.ofNanos((long) (wait.toNanos() * 0.2 * random.getAsDouble())));
    }
}
