package io.postwerk.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the parts of a program in order and stops them in the reverse order, within a bound: a program whose
 * listeners are its last step stops taking work first and closes its stores last.
 *
 * <p>Readiness goes down with the first moment of {@link #stop}. A part that does not stop within its grace is left
 * behind (the process ends anyway) so that the parts below it are still closed.
 */
public final class ProgramLifecycle {
    private static final Logger LOG = System.getLogger(ProgramLifecycle.class.getName());

    /** Where a program is in its life. */
    public enum Phase {
        NEW,
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED
    }

    /** What starts a part. */
    @FunctionalInterface
    public interface Start {
        void run() throws Exception;
    }

    /** What stops a part, in about that time at most. */
    @FunctionalInterface
    public interface Stop {
        void run(Duration grace) throws Exception;
    }

    private record Step(String name, Start start, Stop stop, Duration grace) {}

    /** Parts in the order in which they start. */
    public static final class Builder {
        private final List<Step> steps = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a part.
         *
         * @param name for the log and for errors
         * @param grace how long it may take to stop
         */
        public Builder step(String name, Duration grace, Start start, Stop stop) {
            steps.add(new Step(name, start, stop, grace));
            return this;
        }

        public ProgramLifecycle build() {
            return new ProgramLifecycle(List.copyOf(steps));
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    private final List<Step> steps;
    private final Deque<Step> running = new ArrayDeque<>();
    private volatile Phase phase = Phase.NEW;

    private ProgramLifecycle(List<Step> steps) {
        this.steps = steps;
    }

    public Phase phase() {
        return phase;
    }

    /** Up from the end of {@link #start} to the beginning of {@link #stop}. */
    public Condition condition() {
        return switch (phase) {
            case NEW, STARTING -> Condition.down("starting");
            case RUNNING -> Condition.up();
            case STOPPING, STOPPED -> Condition.down("stopping");
        };
    }

    /**
     * Starts the parts in order.
     *
     * @throws StartFailedException when one fails; those before it have been stopped again
     */
    public synchronized void start() throws StartFailedException {
        if (phase != Phase.NEW) throw new IllegalStateException("started before");
        phase = Phase.STARTING;
        for (Step step : steps) {
            try {
                step.start().run();
                running.push(step);
            } catch (Exception e) {
                if (e instanceof InterruptedException) Thread.currentThread().interrupt();
                stop();
                if (e instanceof StartFailedException failed) throw failed;
                throw new StartFailedException(step.name() + ": " + describe(e), e);
            }
        }
        phase = Phase.RUNNING;
    }

    /** Stops what was started, the last part first. A second call does nothing. */
    public synchronized void stop() {
        if (phase == Phase.STOPPED) return;
        phase = Phase.STOPPING;
        while (!running.isEmpty()) stop(running.pop());
        phase = Phase.STOPPED;
    }

    private static void stop(Step step) {
        // A platform thread: closing a store is a native call, which would pin a carrier.
        Thread stopping = Thread.ofPlatform()
                .daemon()
                .name("stop-" + step.name())
                .start(() -> {
                    try {
                        step.stop().run(step.grace());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (Exception e) {
                        LOG.log(Level.WARNING, () -> "stopping " + step.name() + " failed", e);
                    }
                });
        try {
            // A little longer than the grace itself: a part that uses all of its grace still ends in order.
            if (!stopping.join(step.grace().plusMillis(250))) {
                long milliseconds = TimeUnit.NANOSECONDS.toMillis(step.grace().toNanos());
                LOG.log(Level.WARNING, () -> step.name() + " did not stop within " + milliseconds + " ms; left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String describe(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.toString() : message;
    }
}
