package io.postwerk.operator.planning;

import java.time.Duration;

/**
 * When a planner plans: a moment after the last of several changes, yet not much later than the first; from time to time without any;
 * and later and later after failures, unless something changes. Under a flood of changes the planner rests as long as a plan takes.
 */
final class PlanBackoff {
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final long periodNanos;
    private long firstChange;
    private long lastChange;
    private boolean changed;
    private int failures;
    private long lastEnd = System.nanoTime();
    private long lastDuration;
    private long nextLook = Long.MAX_VALUE;

    /** @param period after which there is a plan although nothing has changed */
    PlanBackoff(Duration period) {
        this.periodNanos = period.toNanos();
    }

    /** Something has changed. */
    synchronized void changed() {
        long now = System.nanoTime();
        if (!changed) {
            firstChange = now;
        }
        changed = true;
        lastChange = now;
        notifyAll();
    }

    /** There is something to look at again in a few seconds. */
    synchronized void soon() {
        nextLook = System.nanoTime() + SOON.toNanos();
    }

    /** There is something to look at again in a while, even if nothing changes. */
    synchronized void later() {
        nextLook = Math.min(nextLook, System.nanoTime() + LATER.toNanos());
    }

    /** Something is not known yet that will be in a moment. */
    synchronized void notReady() {
        failures = 0;
        lastEnd = System.nanoTime();
        lastDuration = 0;
        nextLook = lastEnd + QUIET.toNanos();
    }

    /** Waits until it is time. */
    synchronized void await() throws InterruptedException {
        while (true) {
            long left = due() - System.nanoTime();
            if (left <= 0) {
                changed = false;
                nextLook = Long.MAX_VALUE;
                return;
            }
            wait(Math.max(1, left / 1_000_000));
        }
    }

    /** A plan is done. */
    synchronized void succeeded(long nanos) {
        failures = 0;
        ended(nanos);
    }

    /** A plan has failed, and is to be made again. */
    synchronized void failed(long nanos) {
        failures++;
        ended(nanos);
    }

    private void ended(long nanos) {
        lastEnd = System.nanoTime();
        lastDuration = Math.min(nanos, LONGEST_REST.toNanos());
    }

    private long due() {
        if (failures > 0) {
            long retry = Math.min(FIRST_RETRY.toNanos() << Math.min(failures - 1, 6), LONGEST_RETRY.toNanos());
            // A change may be what mends it, so it does not wait for the next attempt.
            return lastEnd + (changed ? Math.max(FIRST_RETRY.toNanos(), lastDuration) : retry);
        }
        if (!changed) {
            return Math.min(lastEnd + periodNanos, nextLook);
        }
        long quiet = lastChange + QUIET.toNanos();
        long latest = firstChange + LONGEST_WAIT.toNanos();
        return Math.max(Math.min(quiet, latest), lastEnd + lastDuration);
    }
}
