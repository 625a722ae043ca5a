package io.postwerk.smtpserver.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes one sync serve all that wait: intents are applied in the order of their submission, in batches; while one batch
 * is being synced the next one collects. An intent's future completes after its batch was written and, when any intent of
 * the batch asked for it, synced; never before. The batches' engine is all that touches the disk, so a test that puts its
 * own engine here sees the order of sync and completion.
 *
 * <p>Runs on one platform thread, because native calls and fsync pin a carrier.
 */
final class GroupCommitter<T> implements AutoCloseable {
    /** Writes intents. Called by the committer's thread alone. */
    interface Engine<T> {
        /**
         * Writes all these intents in this order, atomically, and syncs if asked to.
         *
         * @throws Exception nothing of the batch may be relied upon; every intent in it fails with this
         */
        void write(List<T> batch, boolean sync) throws Exception;
    }

    /** Octets that one batch may hold before it is closed: bounds the native memory of a batch. */
    private static final long MAX_BATCH_OCTETS = 4L << 20;

    private record Intent<T>(T value, boolean sync, long octets, CompletableFuture<Void> done) {}

    private final Engine<T> engine;
    private final CommitObserver observer;
    private final long maxWaitingOctets;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private ArrayList<Intent<T>> waiting = new ArrayList<>();
    private long waitingOctets;
    private boolean closing;

    GroupCommitter(String name, Engine<T> engine, CommitObserver observer, long maxWaitingOctets) {
        this.engine = engine;
        this.observer = observer;
        this.maxWaitingOctets = maxWaitingOctets;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /**
     * Hands over an intent. Blocks only while too many octets wait (back pressure); submissions of one thread are
     * applied in order.
     *
     * @param sync whether the future may complete only after a sync; otherwise after the write
     * @param octets about what it weighs in memory
     */
    CompletableFuture<Void> submit(T value, boolean sync, long octets) throws QueueException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            while (waitingOctets > 0 && waitingOctets + octets > maxWaitingOctets && !closing) {
                room.awaitUninterruptibly();
            }
            if (closing) {
                throw new QueueException("the queue is closed");
            }
            waiting.add(new Intent<>(value, sync, octets, done));
            waitingOctets += octets;
            work.signal();
        } finally {
            lock.unlock();
        }
        return done;
    }

    private void run() {
        for (List<Intent<T>> batch = take(); !batch.isEmpty(); batch = take()) {
            commit(batch);
        }
    }

    /** The next batch, in order of submission; empty when closed and drained. */
    private List<Intent<T>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            int end = 0;
            long octets = 0;
            while (end < waiting.size()
                    && (end == 0 || octets + waiting.get(end).octets() <= MAX_BATCH_OCTETS)) {
                octets += waiting.get(end++).octets();
            }
            List<Intent<T>> batch;
            if (end == waiting.size()) {
                batch = waiting;
                waiting = new ArrayList<>();
            } else {
                List<Intent<T>> head = waiting.subList(0, end);
                batch = new ArrayList<>(head);
                head.clear();
            }
            waitingOctets -= octets;
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Intent<T>> batch) {
        List<T> values = new ArrayList<>(batch.size());
        boolean sync = false;
        for (Intent<T> intent : batch) {
            values.add(intent.value());
            sync |= intent.sync();
        }
        long start = System.nanoTime();
        try {
            engine.write(values, sync);
        } catch (Throwable failure) { // an Error too: whoever waits must hear of it
            observer.failed(batch.size(), failure);
            QueueException cause = new QueueException("the queue could not be written", failure);
            batch.forEach(intent -> intent.done().completeExceptionally(cause));
            return;
        }
        observer.written(batch.size(), sync, System.nanoTime() - start);
        batch.forEach(intent -> intent.done().complete(null));
    }

    /** Takes nothing new, writes what waits, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
