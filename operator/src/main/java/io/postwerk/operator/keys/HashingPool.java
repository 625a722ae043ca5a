package io.postwerk.operator.keys;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A few threads for hashing, shared by all MailServers. They have the lowest priority and are at most two, so that whoever plans and
 * answers probes is not held up.
 */
public final class HashingPool implements HashingQueue, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HashingPool.class.getName());
    private static final int MOST_THREADS = 2;

    /** The latest batch first, each in its order. */
    private final Deque<Deque<Runnable>> batches = new ArrayDeque<>();

    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    /** A pool of as many threads as there are processors, and no more than two. */
    public HashingPool() {
        this(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
    }

    HashingPool(int size) {
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
            batches.push(new ArrayDeque<>(batch));
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
            for (Optional<Runnable> next = take(); next.isPresent(); next = take()) {
                run(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // The thread goes on. Work that matters has told whom it matters to.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a piece of hashing failed: " + e.getClass().getName());
        }
    }

    private synchronized Optional<Runnable> take() throws InterruptedException {
        while (!closed && batches.isEmpty()) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        Deque<Runnable> latest = batches.peek();
        Runnable task = latest.removeFirst();
        if (latest.isEmpty()) {
            batches.pop();
        }
        return Optional.of(task);
    }
}
