package io.postwerk.cli;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How long to wait before a program that ended is started again. A program that lived for a minute is started at once, and so is one
 * that ends early for the first time. After further early ends the waits grow: up to two seconds for a program that was
 * ready, so that whatever ends it does not keep it away for long, and up to fifteen for one that never got ready, which will
 * likely fail again.
 *
 * <p>Not safe for use by several threads.
 */
final class RestartBackoff {
    /** The waits begin anew after a life of this length. */
    static final Duration STABLE = Duration.ofMinutes(1);

    /** The longest wait after a life in which the program was ready. */
    static final Duration LONGEST_AFTER_READY = Duration.ofSeconds(2);

    /** The longest wait after a life in which the program never was. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final InstantSource clock;
    private long startedAt;
    private boolean wasReady;
    private Duration next = Duration.ZERO;

    /** @param clock one that is not set back */
    RestartBackoff(InstantSource clock) {
        this.clock = clock;
    }

    /** A life begins. */
    void started() {
        startedAt = clock.millis();
        wasReady = false;
    }

    /** The program serves. */
    void ready() {
        wasReady = true;
    }

    /** The program was ended on purpose: nothing is wrong with it. */
    void reset() {
        next = Duration.ZERO;
    }

    /** A life has ended, or the program could not be started at all. Returns the wait before the next start. */
    Duration ended() {
        if (clock.millis() - startedAt >= STABLE.toMillis()) reset();
        Duration longest = wasReady ? LONGEST_AFTER_READY : LONGEST;
        Duration delay = next.compareTo(longest) > 0 ? longest : next;
        Duration longer = delay.isZero() ? FIRST : delay.multipliedBy(2);
        next = longer.compareTo(longest) > 0 ? longest : longer;
        return delay;
    }
}
