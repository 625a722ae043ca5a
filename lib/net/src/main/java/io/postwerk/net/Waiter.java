package io.postwerk.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a session's thread sleep until the event loop wakes it or a deadline passes:
 *
 * <pre>{@code
 * waiter.begin(deadline);
 * try {
 *     while (!condition()) {
 *         if (!waiter.sleep()) return; // too late
 *     }
 * } finally {
 *     waiter.end();
 * }
 * }</pre>
 *
 * <p>All waits of a connection share one timer of the event loop. It is kept while it fires early enough, and when it
 * fires it checks the deadline that is set then. Connections that live for less than {@link #FIRST_LOOK} never set
 * another.
 */
final class Waiter implements Runnable {

    private static final long ORIGIN = System.nanoTime();
    private static final long NEVER = Long.MAX_VALUE;
    private static final long FIRST_LOOK = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final long firstLook;

    private volatile @Nullable Thread sleeper;
    private volatile long deadline = NEVER;
    private volatile long armed = NEVER;

    /** Of the event loop's thread only. */
    private @Nullable ScheduledFuture<?> timer;

    private boolean stopped;

    Waiter(EventLoop loop) {
        this(loop, FIRST_LOOK);
    }

    Waiter(EventLoop loop, long firstLook) {
        this.loop = loop;
        this.firstLook = firstLook;
    }

    /** A deadline for {@link #begin}, in nanoseconds from an origin of ours, so that two can be compared. */
    static long deadline(Duration timeout) {
        long now = now();
        try {
            return Math.addExact(now, timeout.toNanos());
        } catch (ArithmeticException e) {
            return NEVER - 1;
        }
    }

    private static long now() {
        return System.nanoTime() - ORIGIN;
    }

    void begin(long until) {
        deadline = until;
        sleeper = Thread.currentThread();
    }

    /** Sleeps until it is woken, possibly spuriously. Returns false if the deadline has passed. */
    boolean sleep() throws InterruptedIOException {
        long until = deadline;
        if (now() >= until) {
            return false;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        if (armed > until) {
            try {
                loop.execute(this::arm);
            } catch (RejectedExecutionException e) {
                return false; // The edge is closed.
            }
        }
        LockSupport.park(this);
        return true;
    }

    void end() {
        sleeper = null;
        deadline = NEVER;
    }

    /** Wakes the session's thread, if it sleeps. Any thread. */
    void wake() {
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    boolean waiting() {
        return sleeper != null;
    }

    /** Event loop: sets the first timer. */
    void start() {
        schedule(now() + firstLook);
    }

    /** Event loop: the connection is closed. */
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
        wake();
    }

    /** Event loop: the timer has fired. */
    @Override
    public void run() {
        armed = NEVER;
        timer = null;
        if (now() >= deadline) {
            wake();
        } else {
            arm();
        }
    }

    private void arm() {
        long until = deadline;
        if (until < armed) {
            schedule(until);
        }
    }

    private void schedule(long until) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (!stopped) {
            armed = until;
            timer = loop.schedule(this, Math.max(0, until - now()), TimeUnit.NANOSECONDS);
        }
    }
}
