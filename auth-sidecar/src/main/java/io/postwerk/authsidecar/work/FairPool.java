package io.postwerk.authsidecar.work;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Runs so many tasks at once on the threads of an executor; the others wait in a {@link FairQueue}. Thread-safe. */
public final class FairPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FairPool.class.getName());

    private final ExecutorService threads;
    private final int atOnce;
    private final FairQueue queue;
    private int running;
    private boolean closed;

    /**
     * @param threads closed with the pool
     * @param atOnce tasks that run at the same time
     * @param queued tasks that wait; beyond that one is refused
     */
    public FairPool(ExecutorService threads, int atOnce, int queued) {
        this.threads = threads;
        this.atOnce = atOnce;
        this.queue = new FairQueue(queued);
    }

    /** Runs the task, at once or in its turn, or refuses it or another one. */
    public void submit(Task task) {
        Optional<Task> dropped;
        synchronized (this) {
            if (closed) {
                dropped = Optional.of(task);
            } else if (running < atOnce) {
                running++;
                dropped = start(task);
            } else {
                dropped = queue.add(task);
            }
        }
        dropped.ifPresent(Task::refused);
    }

    /** Tasks in the queue. */
    public synchronized int queued() {
        return queue.size();
    }

    /** @return the task if it cannot be started */
    private Optional<Task> start(Task task) {
        try {
            threads.execute(() -> work(task));
            return Optional.empty();
        } catch (RejectedExecutionException e) {
            running--;
            return Optional.of(task);
        }
    }

    private void work(Task first) {
        Optional<Task> task = Optional.of(first);
        while (task.isPresent()) {
            try {
                task.get().run();
            } catch (RuntimeException | Error e) {
                // The turn goes on to the next: a turn that is lost would be missing for ever
                LOG.log(System.Logger.Level.ERROR, "a task has failed", e);
            }
            task = next();
        }
    }

    private synchronized Optional<Task> next() {
        Optional<Task> task = queue.poll();
        if (task.isEmpty()) {
            running--;
        }
        return task;
    }

    /** Refuses new work, and finishes what is under way. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        threads.shutdown();
    }
}
