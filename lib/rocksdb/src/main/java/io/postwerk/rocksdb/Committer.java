package io.postwerk.rocksdb;

import io.postwerk.rocksdb.CommitLog.Intent;
import io.postwerk.rocksdb.CommitLog.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Makes changes durable one batch after the other, on one platform thread. Whoever wants a change waits; while one batch
 * is being synced the next gathers, so that one sync serves all that wait. The order is always: all intents of the batch
 * are staged, the batch is written and synced, readers may see it, and only then are the waiting told, in the order in
 * which they came.
 *
 * <p>What a failure means:
 *
 * <ul>
 *   <li>An intent that throws before it has added anything to the batch fails alone. If it has added something, or throws
 *       an {@link Error}, the batch is rolled back and everybody in it fails; the next batch is tried as usual.
 *   <li>If the disk is full ({@link DatabaseException#isFull}), nothing of the batch is in the database: it is rolled
 *       back and everybody in it fails. Later batches are tried as usual, and while none comes the committer looks once a
 *       second whether the disk can be written.
 *   <li>If writing fails otherwise, everybody in the batch fails, and so does everybody after: the committer stops for
 *       good. After a failed fsync the kernel may have dropped the dirty pages and marked them clean, so that a second
 *       try succeeds without anything on disk, and what the files hold is not known until they are read again. A restart
 *       does that. A failure to publish or to roll back stops the committer as well.
 * </ul>
 *
 * <p>The class knows nothing of RocksDB but how a full disk shows; another engine can use it through {@link CommitLog}.
 *
 * @param <B> what collects the changes that become durable together
 */
public final class Committer<B> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final int MAX_INTENTS = 1024;
    private static final long MAX_OCTETS = 8 << 20;
    private static final String NOT_DURABLE = "changes cannot be made durable";
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String subject;
    private final CommitLog<B> log;
    private final CommitObserver observer;
    private final long maxWaitingOctets;
    private final ConcurrentLinkedQueue<Ticket<B, ?>> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Optional<Failure> failure = Optional.empty();
    /** Whether the last write found no room; a batch without changes is no write. The committer's thread writes it. */
    private volatile boolean full;

    /** The intents of the batch under way. Only the committer's thread uses it. */
    private final List<Ticket<B, ?>> staged = new ArrayList<>();
    /** Made before, for the case that there is no memory for another. */
    private final Optional<Failure> broken = Optional.of(new Failure("the committer broke", false));

    private final Object gate = new Object();
    /** Accepts nothing more: the thread has gone through the queue for the last time. Guarded by the gate. */
    private boolean closed;
    /** The octets of intents that are not staged yet. Guarded by the gate. */
    private long waitingOctets;

    private volatile boolean idle;
    private volatile long batches;
    private volatile long intents;

    /**
     * Why a change was not made.
     *
     * @param full the disk has no room: nothing of the change was made, and later it may be
     */
    public record Failure(String reason, boolean full) {}

    /**
     * @param subject as {@code store}: names the thread, and is said to fail or to be closed in messages
     * @param maxWaitingOctets more of what {@link #submit} is told may not wait to be staged
     */
    public Committer(String subject, CommitLog<B> log, CommitObserver observer, long maxWaitingOctets) {
        this.subject = subject;
        this.log = log;
        this.observer = observer;
        this.maxWaitingOctets = maxWaitingOctets;
        this.thread = Thread.ofPlatform().name(subject + "-committer").daemon().start(this::run);
    }

    /**
     * Has a change made, and waits until it is durable.
     *
     * @param failed makes the answer for the case that it cannot be
     */
    public <R> R submit(Intent<B, R> intent, Function<Failure, R> failed) {
        return submit(intent, 0, failed);
    }

    /**
     * The same for a change that is large: while too many octets wait, this blocks before the change is handed over.
     *
     * @param octets about what the intent takes up in memory
     */
    public <R> R submit(Intent<B, R> intent, long octets, Function<Failure, R> failed) {
        Ticket<B, R> ticket = new Ticket<>(intent, octets);
        enqueue(List.of(ticket), octets);
        return ticket.await(failed);
    }

    /** Has several changes made, in this order but not as one, and waits until all are durable. */
    public <R> List<R> submitAll(List<? extends Intent<B, R>> several, Function<Failure, R> failed) {
        List<Ticket<B, R>> tickets = new ArrayList<>(several.size());
        for (Intent<B, R> intent : several) {
            tickets.add(new Ticket<>(intent, 0));
        }
        enqueue(tickets, 0);
        return tickets.stream().map(ticket -> ticket.await(failed)).toList();
    }

    private void enqueue(List<? extends Ticket<B, ?>> tickets, long octets) {
        synchronized (gate) {
            if (octets > 0) {
                awaitRoom(octets);
                waitingOctets += octets;
            }
            if (!closed) {
                waiting.addAll(tickets);
                if (idle) {
                    LockSupport.unpark(thread);
                }
                return;
            }
        }
        Failure why = failure.orElseGet(() -> new Failure("the " + subject + " is closed", false));
        tickets.forEach(ticket -> ticket.fail(why));
    }

    private void awaitRoom(long octets) {
        boolean interrupted = false;
        while (waitingOctets > 0 && waitingOctets + octets > maxWaitingOctets && !closed) {
            try {
                gate.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why nothing can be written any more in this process; empty as long as all is well, or the disk is full. */
    public Optional<Failure> failure() {
        return failure;
    }

    /** Whether the last write found no room on the disk. */
    public boolean isFull() {
        return full;
    }

    /** How many batches were written. Those that hold no change are not counted. */
    public long batches() {
        return batches;
    }

    /** How many intents there were in them. */
    public long intents() {
        return intents;
    }

    /** Finishes everything that waits, then stops. */
    @Override
    public void close() {
        synchronized (gate) {
            closing = true;
            LockSupport.unpark(thread);
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

    private void run() {
        try {
            while (awaitIntents()) {
                commitBatch();
            }
        } catch (Throwable e) { // an Error too: whoever waits must hear of it
            try {
                stop("the committer broke", e);
            } finally {
                failAll(broken);
            }
        }
    }

    /** Waits until there is something to do; false once there will be nothing more. */
    private boolean awaitIntents() {
        while (waiting.isEmpty()) {
            synchronized (gate) {
                if (failure.isPresent() || closing && waiting.isEmpty()) {
                    closed = true;
                    gate.notifyAll();
                    return false;
                }
                idle = waiting.isEmpty();
            }
            if (idle) {
                LockSupport.parkNanos(this, full ? PROBE_NANOS : Long.MAX_VALUE);
                idle = false;
                if (full && waiting.isEmpty()) {
                    probe();
                }
            }
        }
        return true;
    }

    private void probe() {
        try {
            log.probe();
            foundRoom();
        } catch (Throwable e) {
            if (!DatabaseException.isFull(e)) {
                stop(NOT_DURABLE, e);
            }
        }
    }

    private void commitBatch() {
        B batch = log.begin();
        if (!stageAll(batch)) {
            return;
        }
        long begun = System.nanoTime();
        Written written;
        try {
            observer.beforeCommit(staged.size());
            written = log.commit(batch);
        } catch (Throwable e) {
            if (DatabaseException.isFull(e)) {
                rollback(batch, new Failure("the disk is full: " + e.getMessage(), true), e);
            } else {
                observe(() -> observer.failed(staged.size(), e));
                stop(NOT_DURABLE, e);
            }
            return;
        }
        long nanos = System.nanoTime() - begun;
        if (written != Written.NOTHING) {
            count(staged.size());
            foundRoom();
            observe(() -> observer.committed(staged.size(), written == Written.SYNCED, nanos));
        }
        try {
            log.publish(batch);
        } catch (Throwable e) {
            // The batch is durable; but what readers see is no longer what the database holds.
            stop("changes cannot be shown", e);
            return;
        }
        staged.forEach(Ticket::complete);
        staged.clear();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the committer's thread writes them.
    private void count(int staged) {
        batches++;
        intents += staged;
    }

    /** @return false if nothing is left to be committed: everybody was told */
    private boolean stageAll(B batch) {
        long octets = 0;
        long before = log.octets(batch);
        try {
            while (staged.size() < MAX_INTENTS && before < MAX_OCTETS) {
                Ticket<B, ?> next = waiting.peek();
                if (next == null) {
                    break;
                }
                try {
                    if (!next.stage(batch)) {
                        if (staged.isEmpty()) {
                            throw new IllegalStateException("an intent wants another batch before it, again");
                        }
                        break;
                    }
                    staged.add(next);
                    waiting.remove();
                } catch (Throwable e) {
                    // First, so that the ticket is told whatever happens below.
                    staged.add(next);
                    waiting.remove();
                    Failure why = new Failure(String.valueOf(e.getMessage()), DatabaseException.isFull(e));
                    if (e instanceof Exception && log.octets(batch) == before) {
                        staged.removeLast();
                        next.fail(why);
                        observe(() -> LOG.log(System.Logger.Level.ERROR, "a change cannot be made", e));
                    } else {
                        rollback(batch, why, e);
                        return false;
                    }
                } finally {
                    octets += next.octets;
                }
                before = log.octets(batch);
            }
        } finally {
            if (octets > 0) {
                synchronized (gate) {
                    waitingOctets -= octets;
                    gate.notifyAll();
                }
            }
        }
        return !staged.isEmpty();
    }

    /** Fails everybody in a batch of which nothing is in the database. The committer goes on. */
    private void rollback(B batch, Failure why, Throwable cause) {
        try {
            log.rollback(batch);
        } catch (Throwable e) {
            stop("a batch cannot be taken back", e);
            return;
        }
        boolean known = why.full && full;
        full |= why.full;
        observe(() -> observer.failed(staged.size(), cause));
        staged.forEach(ticket -> ticket.fail(why));
        staged.clear();
        if (!known) {
            observe(() -> LOG.log(
                    System.Logger.Level.ERROR,
                    why.full
                            ? "the disk is full: the " + subject + " refuses changes until there is room"
                            : "a change cannot be made, and its batch is taken back",
                    cause));
        }
    }

    private void foundRoom() {
        if (full) {
            full = false;
            observe(observer::recovered);
            observe(() -> LOG.log(
                    System.Logger.Level.INFO, "there is room on the disk: the " + subject + " takes changes again"));
        }
    }

    /** Calls what must not stop the committer. */
    private static void observe(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            try {
                LOG.log(System.Logger.Level.ERROR, "an observer of a committer failed", e);
            } catch (Throwable again) {
                // Logging failed too, and must not stop the committer either.
            }
        }
    }

    /** Refuses everything from now on. */
    private void stop(String what, Throwable cause) {
        failAll(Optional.of(new Failure(what + ": " + cause.getMessage(), false)));
        observe(() -> LOG.log(
                System.Logger.Level.ERROR,
                "the " + subject + " takes no more changes until it is restarted: " + what,
                cause));
    }

    /** Fails the batch, then all who wait, then all who come. */
    private void failAll(Optional<Failure> why) {
        synchronized (gate) {
            if (failure.isEmpty()) {
                failure = why;
            }
            closed = true;
            gate.notifyAll();
        }
        Failure told = failure.get();
        for (int i = 0; i < staged.size(); i++) {
            staged.get(i).fail(told);
        }
        staged.clear();
        for (Ticket<B, ?> ticket = waiting.poll(); ticket != null; ticket = waiting.poll()) {
            ticket.fail(told);
        }
    }
}
