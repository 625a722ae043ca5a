package io.postwerk.store.engine;

import io.postwerk.store.StoreFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Makes changes durable one batch after the other, on one platform thread. Whoever wants a change waits; while one batch
 * is being synced the next gathers, so that one sync serves all that wait, however many they are. The order is always:
 * all intents of the batch are staged, the batch is synced, readers may see it, and only then are the waiting told, in the
 * order in which they came.
 *
 * <p>If a sync fails, everybody in the batch gets {@link StoreFailed}, and so does everybody after: the committer stops
 * for good. After a failed fsync the kernel may have dropped the dirty pages and marked them clean, so that a second try
 * succeeds without anything on disk, and what the files hold is not known until they are read again. A restart does that.
 *
 * @param <B> the batch of the engine
 */
public final class Committer<B> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final int MAX_INTENTS = 1024;
    private static final long MAX_OCTETS = 8 << 20;

    private final CommitLog<B> log;
    private final CommitListener listener;
    private final ConcurrentLinkedQueue<Ticket<B, ?>> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Optional<StoreFailed> failure = Optional.empty();
    /** Accepts nothing more: the thread has gone through the queue for the last time, or is about to. */
    private boolean closed;

    private final Object gate = new Object();
    private volatile boolean idle;
    private volatile long batches;
    private volatile long intents;

    public Committer(String name, CommitLog<B> log, CommitListener listener) {
        this.log = log;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** An intent under way. Its fields are written before {@code done}, and read after. */
    private static final class Ticket<B, R> {
        private final CommitIntent<B, R> intent;
        private final Function<StoreFailed, R> failed;
        private final Thread owner = Thread.currentThread();
        private R result;
        private volatile boolean done;

        Ticket(CommitIntent<B, R> intent, Function<StoreFailed, R> failed) {
            this.intent = intent;
            this.failed = failed;
        }

        boolean stage(B batch) throws Exception {
            Optional<R> answer = intent.stage(batch);
            answer.ifPresent(r -> result = r);
            return answer.isPresent();
        }

        void fail(StoreFailed why) {
            result = failed.apply(why);
        }

        void complete() {
            done = true;
            LockSupport.unpark(owner);
        }

        /** Waits for the committer, and for nothing else: an interrupt cannot take back what is under way. */
        R await() {
            boolean interrupted = false;
            while (!done) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                owner.interrupt();
            }
            return result;
        }
    }

    /**
     * Has a change made, and waits until it is durable.
     *
     * @param failed makes the answer for the case that it cannot be
     */
    public <R> R submit(CommitIntent<B, R> intent, Function<StoreFailed, R> failed) {
        Ticket<B, R> ticket = new Ticket<>(intent, failed);
        enqueue(List.of(ticket));
        return ticket.await();
    }

    /** Has several changes made, in this order but not as one, and waits until all are durable. */
    public <R> List<R> submitAll(List<? extends CommitIntent<B, R>> several, Function<StoreFailed, R> failed) {
        List<Ticket<B, R>> tickets = new ArrayList<>(several.size());
        for (CommitIntent<B, R> intent : several) {
            tickets.add(new Ticket<>(intent, failed));
        }
        enqueue(tickets);
        return tickets.stream().map(Ticket::await).toList();
    }

    private void enqueue(List<? extends Ticket<B, ?>> tickets) {
        synchronized (gate) {
            if (!closed) {
                waiting.addAll(tickets);
                if (idle) {
                    LockSupport.unpark(thread);
                }
                return;
            }
        }
        StoreFailed why = failure.orElseGet(() -> new StoreFailed("the store is closed"));
        tickets.forEach(ticket -> refuse(ticket, why));
    }

    /** Why nothing can be written any more; empty as long as all is well. */
    public Optional<StoreFailed> failure() {
        return failure;
    }

    /** How many batches were made durable. */
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
        } catch (Throwable e) {
            stop("the committer broke", e, List.of());
        }
    }

    /** Waits until there is something to do; false once there will be nothing more. */
    private boolean awaitIntents() {
        while (waiting.isEmpty()) {
            synchronized (gate) {
                if (failure.isPresent() || closing && waiting.isEmpty()) {
                    closed = true;
                    return false;
                }
                idle = waiting.isEmpty();
            }
            if (idle) {
                LockSupport.park(this);
                idle = false;
            }
        }
        return true;
    }

    private void commitBatch() {
        B batch = log.begin();
        List<Ticket<B, ?>> staged = new ArrayList<>();
        try {
            stageAll(batch, staged);
            listener.beforeSync(staged.size());
            log.commit(batch);
            listener.afterSync(staged.size());
            log.publish(batch);
        } catch (Throwable e) {
            stop("changes cannot be made durable", e, staged);
            return;
        }
        batches++;
        intents += staged.size();
        staged.forEach(Ticket::complete);
    }

    private void stageAll(B batch, List<Ticket<B, ?>> staged) {
        while (staged.size() < MAX_INTENTS && log.octets(batch) < MAX_OCTETS) {
            Ticket<B, ?> next = waiting.peek();
            if (next == null) {
                return;
            }
            try {
                if (!next.stage(batch)) {
                    if (staged.isEmpty()) {
                        throw new IllegalStateException("an intent wants another batch before it, again");
                    }
                    return;
                }
            } catch (Exception e) {
                LOG.log(System.Logger.Level.ERROR, "a change cannot be made", e);
                next.fail(new StoreFailed(String.valueOf(e.getMessage())));
            }
            staged.add(next);
            waiting.remove();
        }
    }

    /** Refuses everything from now on: the batch, then all who wait. */
    private void stop(String what, Throwable cause, List<Ticket<B, ?>> batch) {
        StoreFailed why = new StoreFailed(what + ": " + cause.getMessage());
        LOG.log(System.Logger.Level.ERROR, "the store takes no more changes until it is restarted: " + what, cause);
        synchronized (gate) {
            failure = Optional.of(why);
            closed = true;
        }
        batch.forEach(ticket -> refuse(ticket, why));
        for (Ticket<B, ?> ticket = waiting.poll(); ticket != null; ticket = waiting.poll()) {
            refuse(ticket, why);
        }
    }

    private static void refuse(Ticket<?, ?> ticket, StoreFailed why) {
        ticket.fail(why);
        ticket.complete();
    }
}
