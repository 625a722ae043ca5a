package io.postwerk.authsidecar;

import io.postwerk.authsidecar.login.LoginService;
import io.postwerk.authsidecar.password.HashingPool;
import io.postwerk.password.WorkKind;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Threads for work that takes time, separate for each {@link WorkKind}: a slow database does not delay the hashing of passwords.
 */
final class Workers implements LoginService.Workers, AutoCloseable {

    private final HashingPool hashing;
    private final Semaphore waiting;
    private final ExecutorService waiters = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("waiting-", 0).factory());

    /** @param waiting how many may wait for others at the same time */
    Workers(HashingPool hashing, int waiting) {
        this.hashing = hashing;
        this.waiting = new Semaphore(waiting);
    }

    @Override
    public boolean offer(WorkKind kind, Runnable work) {
        return switch (kind) {
            case CPU_BOUND -> hashing.offer(work);
            case IO_BOUND -> offerToWait(work);
        };
    }

    private boolean offerToWait(Runnable work) {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            waiters.execute(() -> {
                try {
                    work.run();
                } finally {
                    waiting.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            waiting.release();
            return false;
        }
    }

    /** Refuses new work, and finishes what is under way. */
    @Override
    public void close() {
        hashing.close();
        waiters.shutdown();
    }
}
