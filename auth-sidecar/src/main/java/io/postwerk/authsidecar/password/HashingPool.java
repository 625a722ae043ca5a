package io.postwerk.authsidecar.password;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are hashed: a few platform threads, so that hashing takes no carrier of the virtual threads that move lines, and
 * a queue with an end, so that a flood of logins is refused rather than answered when nobody waits any more.
 */
public final class HashingPool implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor threads;

    public HashingPool(int threads, int queued) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queued),
                Thread.ofPlatform().daemon().name("hashing-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work soon, or refuses it: then the queue is full, or the program stops. */
    public boolean offer(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** How much is waiting. */
    public int queued() {
        return threads.getQueue().size();
    }

    /** Takes nothing more; what is under way is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
