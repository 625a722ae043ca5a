package io.postwerk.net;

import io.netty.util.internal.PlatformDependent;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that a program's peers can make it take: buffers of sockets, messages and literals that arrive, responses
 * that are not read yet. Heap and direct memory count alike. A program has one, and every connection an account of it
 * ({@link MemoryAccount}).
 *
 * <p>A half is for connections as such: each takes a fixed amount when it is accepted, and is refused when there is none.
 * The other half is shared. An account may hold a quarter of what is free, so the largest takers are stopped first, any
 * number of greedy ones leave the same share to one that comes later, and the sum never exceeds the limit (dynamic
 * thresholds, as in the shared buffers of network switches). What can go to disk has the lowest ceiling, so that it
 * goes there before anybody has to wait.
 */
public final class MemoryBudget {

    /** What memory is for: how much of the shared half it may fill. */
    public enum Use {
        /** Messages that arrive. Beyond the ceiling they go to disk. */
        SPOOL(2),
        /** Octets between socket and session. Beyond the ceiling the connection is not read, or its session waits. */
        BUFFER(3),
        /** What a command cannot do without. Beyond the ceiling the session waits, and then the command is refused. */
        COMMAND(4);

        private final int quarters;

        Use(int quarters) {
            this.quarters = quarters;
        }
    }

    /** Octets that an account reserves at once, so that most changes touch nothing that is shared. */
    static final int CHUNK = 16 * 1024;

    /** Octets for each connection: channel, thread, session, and {@link #OWN} for buffers. */
    static final int CONNECTION = 24 * 1024;

    /** Octets of a connection's fixed amount that its buffers can count on. */
    static final int OWN = 16 * 1024;

    /** Octets for TLS on a connection: the engine, and a record that has not arrived as a whole. */
    static final int TLS = 24 * 1024;

    /** A waiter tries again after this time at the latest. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final long limit;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong shared = new AtomicLong();
    private final LongAdder spilled = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();

    private MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** @param octets for connections and what they share, a half for each */
    public static MemoryBudget of(long octets) {
        return new MemoryBudget(octets);
    }

    /** Half of the heap, or of direct memory if that is less. The other half is for the program itself. */
    public static MemoryBudget ofProcess() {
        return of(Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()) / 2);
    }

    // --- Connections ---

    /** Takes the fixed amount of a connection, or of TLS on it, unless the half for connections is full. */
    boolean tryConnect(int octets) {
        if (connections.addAndGet(octets) > limit / 2) {
            connections.addAndGet(-octets);
            refused.increment();
            return false;
        }
        return true;
    }

    void disconnect(int octets) {
        connections.addAndGet(-octets);
    }

    // --- What is shared ---

    /** How much one account may hold now for this use. */
    long share(Use use) {
        return Math.max(0, (limit / 2 * use.quarters / 4 - shared.get()) / 4);
    }

    /** Reserves octets, unless the account would hold more than its share. */
    boolean tryReserve(Use use, int octets, long held) {
        long ceiling = limit / 2 * use.quarters / 4;
        while (true) {
            long now = shared.get();
            if (held + octets > (ceiling - now) / 4) {
                return false;
            }
            if (shared.compareAndSet(now, now + octets)) {
                return true;
            }
        }
    }

    /** Counts what is in memory already. */
    void reserve(int octets) {
        shared.addAndGet(octets);
    }

    void release(int octets) {
        shared.addAndGet(-octets);
        if (waiting.get() > 0) {
            wakeOne();
        }
    }

    /**
     * Never waits for the lock: the caller may hold the monitor of an account, which {@link #await} takes under the lock, and
     * may be an event loop. Who is not woken looks again by itself.
     */
    private void wakeOne() {
        if (lock.tryLock()) {
            try {
                released.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until an account may have taken octets; false if the time has passed. Holds no platform thread. */
    boolean await(MemoryAccount account, Use use, int octets, Duration timeout) throws InterruptedIOException {
        long left = timeout.toNanos();
        waiting.incrementAndGet();
        lock.lock();
        try {
            while (!account.tryTake(use, octets)) {
                if (left <= 0) {
                    return false;
                }
                long nap = Math.min(left, LOOK_AGAIN.toNanos());
                left -= nap - Math.max(0, released.awaitNanos(nap));
            }
            released.signal(); // There may be enough for the next one, too.
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            lock.unlock();
            waiting.decrementAndGet();
        }
    }

    // --- Figures ---

    /** Octets that may be taken. */
    public long limit() {
        return limit;
    }

    /** Octets that are taken now. */
    public long used() {
        return connections.get() + shared.get();
    }

    /** Sessions that wait for memory now. */
    public int waiting() {
        return waiting.get();
    }

    /** Counts a message that went to disk, since memory was low. */
    void countSpilled() {
        spilled.increment();
    }

    /** Counts a command that is refused, since memory was low. */
    void countRefused() {
        refused.increment();
    }

    /** Messages that went to disk earlier than usual. */
    public long spilled() {
        return spilled.sum();
    }

    /** Connections and commands that were refused. */
    public long refused() {
        return refused.sum();
    }
}
