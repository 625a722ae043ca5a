package io.postwerk.authsidecar.password;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that hash passwords: a few platform threads, so that hashing occupies no carrier of virtual threads, with a bounded
 * queue, so that a flood of logins is refused and not answered after the clients have given up.
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

    /** Queues the work; false when the queue is full or the program stops. */
    public boolean offer(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Tasks in the queue. */
    public int queued() {
        return threads.getQueue().size();
    }

    /** Refuses new work, and finishes what is under way. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
