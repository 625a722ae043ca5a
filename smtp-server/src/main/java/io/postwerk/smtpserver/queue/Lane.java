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

    private final Destination destination;
    private final int limit;
    private final ArrayDeque<DeliveryTask> ready = new ArrayDeque<>();
    private int running;
    private int failedProbes;
    private Instant heldUntil = Instant.MIN;
    private Instant nextLook = Instant.MIN;

    Lane(Destination destination, int limit) {
        this.destination = destination;
        this.limit = limit;
    }

    void add(DeliveryTask task) {
        ready.add(task);
    }

    /** Takes the next task that may start now. While the server is away that is one at a time, to probe it. */
    Optional<DeliveryTask> start(Instant now) {
        boolean away = failedProbes > 0;
        if (ready.isEmpty() || running >= (away ? 1 : limit) || now.isBefore(heldUntil)) {
            return Optional.empty();
        }
        running++;
        return Optional.of(ready.poll());
    }

    void ended() {
        running--;
    }

    /** The server answered. */
    void reached() {
        failedProbes = 0;
        heldUntil = Instant.MIN;
    }

    /** The server was not there, or went away. Attempts that ran side by side count once. */
    void missed(RetryPolicy policy, Instant now) {
        if (now.isBefore(heldUntil)) {
            return;
        }
        failedProbes++;
        heldUntil = now.plus(policy.probe(destination, failedProbes));
    }

    /** When to look again, if only the time stands in the way. */
    Optional<Instant> wakeUp(Instant now) {
        return !ready.isEmpty() && now.isBefore(heldUntil) ? Optional.of(heldUntil) : Optional.empty();
    }

    /** Takes out the tasks that wait for a server that is away, and whose mail is due to be looked at for its age. */
    List<DeliveryTask> takeAged(Instant now) {
        if (failedProbes == 0 || now.isBefore(nextLook)) {
            return List.of();
        }
        nextLook = now.plus(LOOK);
        List<DeliveryTask> aged = new ArrayList<>();
        ready.removeIf(task -> !now.isBefore(task.lookAt()) && aged.add(task));
        return aged;
    }

    /** Whether nothing is lost by forgetting this lane. */
    boolean idle(Instant now) {
        return ready.isEmpty() && running == 0 && !now.isBefore(heldUntil);
    }
}
