package io.postwerk.operator.keys;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The threads that make verifiers, shared by all MailServers. They have the lowest priority and are at most two, so that plans and
 * probes are not held up. Priorities mean little to Linux, and hashing keeps every processor busy: while many statuses wait to be
 * written, which is quick, a piece of work waits for them for a limited time.
 */
public final class VerifierPool implements Verifiers.Queue, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VerifierPool.class.getName());
    private static final int MOST_THREADS = 2;
    private static final int MANY = 100;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final IntSupplier backlog;

    /**
     * A piece of work.
     *
     * @param latest when it no longer waits for statuses, by {@link System#nanoTime}
     */
    private record Task(Runnable work, long latest) {}

    /** The latest batch first, each in its order. */
    private final Deque<Deque<Task>> batches = new ArrayDeque<>();

    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    /**
     * Starts as many threads as there are processors, but no more than two.
     *
     * @param backlog how many statuses are still to be written
     */
    public VerifierPool(IntSupplier backlog) {
        this(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), backlog);
    }

    @SuppressWarnings("ThreadPriorityCheck") // What waits for a verifier is never urgent.
    VerifierPool(int size, IntSupplier backlog) {
        this.backlog = backlog;
        for (int i = 0; i < size; i++) {
            threads.add(Thread.ofPlatform()
                    .name("hashing-" + i)
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .start(this::work));
        }
    }

    @Override
    public synchronized void add(List<Runnable> batch) {
        if (!closed && !batch.isEmpty()) {
            long latest = System.nanoTime() + LONGEST_WAIT.toNanos();
            batches.push(new ArrayDeque<>(
                    batch.stream().map(task -> new Task(task, latest)).toList()));
            notifyAll();
        }
    }

    /** Drops what is waiting, and ends the threads when they are done with what they have. */
    @Override
    public synchronized void close() {
        closed = true;
        batches.clear();
        notifyAll();
    }

    private void work() {
        try {
            for (Optional<Task> next = take(); next.isPresent(); next = take()) {
                run(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Task task) throws InterruptedException {
        while (backlog.getAsInt() > MANY && System.nanoTime() < task.latest && !isClosed()) {
            Thread.sleep(PAUSE);
        }
        try {
            task.work.run();
        } catch (RuntimeException | Error e) {
            // The thread goes on. The task itself reports its failure to the planner.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a piece of hashing failed: " + e.getClass().getName());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Optional<Task> take() throws InterruptedException {
        while (!closed && batches.isEmpty()) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        Deque<Task> first = batches.peek();
        Task task = first.removeFirst();
        if (first.isEmpty()) {
            batches.pop();
        }
        return Optional.of(task);
    }
}
