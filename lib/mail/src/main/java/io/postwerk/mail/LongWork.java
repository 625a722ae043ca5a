package io.postwerk.mail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that may take long for what is in messages: searching their texts, and working out their structure. Virtual threads
 * are not preempted, and there are as many carriers as processors, so such work takes turns: it works for a slice of time,
 * then lets others go on. All turns together leave one carrier to the other sessions. The first slice needs no turn, so that
 * short work never waits. Used by one thread, which may wait for the store meanwhile, but for no peer: it may have
 * a turn.
 */
public final class LongWork implements AutoCloseable {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WAIT_SECONDS = 1;

    private static final Semaphore TURNS =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    /** Heap for each summary that is too large to be kept, with room: the largest takes some 30 MiB. */
    private static final long HEAP_OCTETS_PER_LARGE_SUMMARY = 128L << 20;

    /** Such summaries that may be in memory at once, in all sessions together. */
    private static final Semaphore LARGE_SUMMARIES =
            new Semaphore(Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_OCTETS_PER_LARGE_SUMMARY, 1, 64), true);

    /** Called between two slices. */
    @FunctionalInterface
    public interface Check {
        /** There is nothing to check. */
        Check NONE = () -> {};

        /** @throws IOException ends the work */
        void run() throws IOException;
    }

    private static final AtomicInteger UNDER_WAY = new AtomicInteger();

    private final Check check;
    private long sliceStart = System.nanoTime();
    private boolean hasTurn;
    private boolean hasLargeSummary;
    private boolean closed;

    public LongWork(Check check) {
        this.check = check;
        UNDER_WAY.incrementAndGet();
    }

    /** How many there are in this process now. */
    public static int underWay() {
        return UNDER_WAY.get();
    }

    /** Called again and again by the work; lets others go on if the slice is over. */
    @SuppressWarnings("ThreadPriorityCheck") // Only a yield gives the carrier to another virtual thread
    public void step() throws IOException {
        if (closed || System.nanoTime() - sliceStart < SLICE_NANOS) {
            return;
        }
        endTurn();
        check.run();
        Thread.yield();
        TURNS.acquireUninterruptibly();
        hasTurn = true;
        sliceStart = System.nanoTime();
    }

    /** Waits until a summary that is too large to be kept may be read; {@link #endLargeSummary} must follow. */
    public void beginLargeSummary() throws IOException {
        // Whoever has a large summary may be waiting for a turn
        endTurn();
        boolean interrupted = false;
        try {
            while (!hasLargeSummary) {
                try {
                    hasLargeSummary = LARGE_SUMMARIES.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
                    check.run();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The summary is not referred to any more. */
    public void endLargeSummary() {
        if (hasLargeSummary) {
            hasLargeSummary = false;
            LARGE_SUMMARIES.release();
        }
    }

    private void endTurn() {
        if (hasTurn) {
            hasTurn = false;
            TURNS.release();
        }
    }

    /** The same octets; reading them is a step of this work, as long as it lasts. */
    public MessageSource paced(MessageSource octets) {
        return new PacedSource(octets, this);
    }

    /** Ends the work: what was {@link #paced} is read at once from now on. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            endLargeSummary();
            endTurn();
            UNDER_WAY.decrementAndGet();
        }
    }

    private record PacedSource(MessageSource octets, LongWork work) implements MessageSource {
        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            work.step();
            return octets.read(position, target);
        }

        @Override
        public void check(long position, long length) throws IOException {
            work.step();
            octets.check(position, length);
        }

        @Override
        public void close() {
            octets.close();
        }
    }
}
