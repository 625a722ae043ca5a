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
final class Lane {
    /** How often the mail that waits for a server that is away is looked through for its age. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** So many refusals in a row are not the mails' fault. */
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
    private Instant nextLook = Instant.MIN;

    Lane(Destination destination, int limit) {
        this.destination = destination;
        this.limit = limit;
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
        // In turn, so that mail that is refused again and again holds up none that was not tried yet, nor the reverse.
        takeFresh = !takeFresh;
        ArrayDeque<DeliveryTask> first = takeFresh ? fresh : tried;
        ArrayDeque<DeliveryTask> second = takeFresh ? tried : fresh;
        return Optional.of(first.isEmpty() ? second.poll() : first.poll());
    }

    void ended() {
        running--;
    }

    /** The server answered. */
    void reached() {
        failedProbes = 0;
        refusals = 0;
        heldUntil = Instant.MIN;
    }

    /**
     * The server answered, and took nothing for now. If our imap-server does nothing else it is as good as away: a long
     * queue that is tried again and again would only keep it from recovering. Others are left alone for long anyway.
     */
    void refused(RetryPolicy policy, Instant now) {
        refusals++;
        if (destination == Destination.MAILBOX && refusals >= REFUSALS) {
            missed(policy, now);
        } else if (failedProbes > 0 && refusals < REFUSALS) {
            failedProbes = 0;
            heldUntil = Instant.MIN;
        }
    }

    /** The server was not there, or went away. Attempts that ran side by side count once. */
    void missed(RetryPolicy policy, Instant now) {
        if (now.isBefore(heldUntil)) {
            return;
        }
        failedProbes++;
        heldUntil = now.plus(policy.probe(destination, failedProbes));
    }

    /** The server need not be left alone any longer. It is still asked with one mail first. */
    void hurry() {
        heldUntil = Instant.MIN;
    }

    /** When to look again, if only the time stands in the way. */
    Optional<Instant> wakeUp(Instant now) {
        return !noneReady() && now.isBefore(heldUntil) ? Optional.of(heldUntil) : Optional.empty();
    }

    /** Takes out the tasks that wait for a server that is away, and whose mail is due to be looked at for its age. */
    List<DeliveryTask> takeAged(Instant now) {
        if (failedProbes == 0 || now.isBefore(nextLook)) {
            return List.of();
        }
        nextLook = now.plus(LOOK);
        List<DeliveryTask> aged = new ArrayList<>();
        fresh.removeIf(task -> !now.isBefore(task.lookAt()) && aged.add(task));
        tried.removeIf(task -> !now.isBefore(task.lookAt()) && aged.add(task));
        return aged;
    }

    /** Whether nothing is lost by forgetting this lane. */
    boolean idle(Instant now) {
        return noneReady() && running == 0 && !now.isBefore(heldUntil);
    }

    private boolean noneReady() {
        return fresh.isEmpty() && tried.isEmpty();
    }
}
