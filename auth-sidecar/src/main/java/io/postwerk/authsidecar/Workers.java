package io.postwerk.authsidecar;

import io.postwerk.authsidecar.login.LoginService;
import io.postwerk.authsidecar.work.FairPool;
import io.postwerk.authsidecar.work.Task;
import io.postwerk.password.WorkKind;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for work that takes time, separate for each {@link WorkKind}: a slow database does not delay the hashing of passwords.
 * Logins share them fairly; lookups have a bound of their own.
 */
final class Workers implements LoginService.Workers, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final FairPool hashing;
    private final FairPool waitingLogins;
    private final Semaphore lookups;
    private final ExecutorService waiters = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("waiting-", 0).factory());

    /**
     * Platform threads hash, so that hashing occupies no carrier of virtual threads.
     *
     * @param hashing threads that hash
     * @param queued logins that wait for a thread of either kind, each
     * @param waiting logins that may wait for others at the same time, and lookups, each
     */
    Workers(int hashing, int queued, int waiting) {
        var threads = new ThreadPoolExecutor(
                hashing,
                hashing,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("hashing-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        this.hashing = new FairPool(threads, hashing, queued);
        this.waitingLogins = new FairPool(waiters, waiting, queued);
        this.lookups = new Semaphore(waiting);
    }

    @Override
    public void submit(WorkKind kind, Task task) {
        switch (kind) {
            case CPU_BOUND -> hashing.submit(task);
            case IO_BOUND -> waitingLogins.submit(task);
        }
    }

    /** Logins that wait for a thread to hash their password. */
    int queuedHashes() {
        return hashing.queued();
    }

    /** Has a lookup done that waits for others; false when there are too many. */
    boolean lookUp(Runnable lookup) {
        if (!lookups.tryAcquire()) {
            return false;
        }
        try {
            waiters.execute(() -> {
                try {
                    lookup.run();
                } finally {
                    lookups.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            lookups.release();
            return false;
        }
    }

    /** Refuses new work, and finishes what is under way. */
    @Override
    public void close() {
        hashing.close();
        waitingLogins.close();
    }
}
