package io.postwerk.smtpserver.queue;

import io.postwerk.smtpserver.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attempts that go to one server: how many run, which wait, and whether the server is away. Guarded by the scheduler's
 * lock.
 */
final class DestinationQueue {
    /** How often the age of mail that waits for a server that is away is checked. */
    private static final Duration AGE_CHECKS = Duration.ofSeconds(10);

    /** After so many refusals in a row the server is treated as away. */
    private static final int REFUSALS = 20;

    private final Destination destination;
    private final int limit;
    /** Ready tasks of mail that was not tried yet. */
    private final ArrayDeque<DeliveryTask> fresh = new ArrayDeque<>();
    /** Ready tasks of mail that was tried before. */
    private final ArrayDeque<DeliveryTask> tried = new ArrayDeque<>();

    private boolean takeFresh;
    private int running;
    private int failedProbes;
    private int refusals;
    private Instant heldUntil = Instant.MIN;
    private Instant nextAgeCheck = Instant.MIN;

    DestinationQueue(Destination destination, int limit) {
        this.destination = destination;
        this.limit = limit;
    }

    boolean isElsewhere() {
        return destination.isElsewhere();
    }

    void add(DeliveryTask task) {
        (task.fresh() ? fresh : tried).add(task);
    }

    /** Takes the next task that may start now. While the server is away that is one at a time, to probe it. */
    Optional<DeliveryTask> start(Instant now) {
        boolean away = failedProbes > 0;
        if (noneReady() || running >= (away ? 1 : limit) || now.isBefore(heldUntil)) {
            return Optional.empty();
        }
        running++;
        // In turn, so that mail that is refused again and again does not hold up new mail, nor the reverse.
        takeFresh = !takeFresh;
        ArrayDeque<DeliveryTask> first = takeFresh ? fresh : tried;
        ArrayDeque<DeliveryTask> second = takeFresh ? tried : fresh;
        return Optional.of(first.isEmpty() ? second.poll() : first.poll());
    }

    void ended() {
        running--;
    }

    /** The server answered. */
    void answered() {
        failedProbes = 0;
        refusals = 0;
        heldUntil = Instant.MIN;
    }

    /**
     * The server answered, and took nothing for now. If our imap-server does nothing else it is treated as away: to try a
     * long queue again and again would keep it from recovering. Other servers are asked rarely anyway.
     */
    void refused(RetryPolicy policy, Instant now) {
        refusals++;
        if (destination == Destination.MAILBOX && refusals >= REFUSALS) {
            unreachable(policy, now);
        } else if (failedProbes > 0 && refusals < REFUSALS) {
            failedProbes = 0;
            heldUntil = Instant.MIN;
        }
    }

    /** The server could not be reached, or the connection broke. Attempts that ran at the same time count once. */
    void unreachable(RetryPolicy policy, Instant now) {
        if (now.isBefore(heldUntil)) {
            return;
        }
        failedProbes++;
        heldUntil = now.plus(policy.probe(destination, failedProbes));
    }

    /** The server is asked again now. If it was away, with one mail first. */
    void flush() {
        heldUntil = Instant.MIN;
    }

    /** When tasks may start again, if only the time keeps them. */
    Optional<Instant> wakeUp(Instant now) {
        return !noneReady() && now.isBefore(heldUntil) ? Optional.of(heldUntil) : Optional.empty();
    }

    /** Takes out the tasks that wait for a server that is away, and whose mail is due for a check of its age. */
    List<DeliveryTask> takeAged(Instant now) {
        if (failedProbes == 0 || now.isBefore(nextAgeCheck)) {
            return List.of();
        }
        nextAgeCheck = now.plus(AGE_CHECKS);
        List<DeliveryTask> aged = new ArrayList<>();
        fresh.removeIf(task -> !now.isBefore(task.ageCheck()) && aged.add(task));
        tried.removeIf(task -> !now.isBefore(task.ageCheck()) && aged.add(task));
        return aged;
    }

    /** Whether nothing is lost by forgetting this queue. */
    boolean idle(Instant now) {
        return noneReady() && running == 0 && !now.isBefore(heldUntil);
    }

    private boolean noneReady() {
        return fresh.isEmpty() && tried.isEmpty();
    }
}
