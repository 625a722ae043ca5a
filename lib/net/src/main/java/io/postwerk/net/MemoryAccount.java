package io.postwerk.net;

import io.postwerk.net.MemoryBudget.Use;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection takes of the program's memory. Its fixed amount covers the buffers of ordinary work; what is beyond
 * is reserved in chunks. Any thread; the lock is taken when a chunk is reserved or released only.
 */
public final class MemoryAccount implements AutoCloseable {

    private final MemoryBudget budget;
    private final AtomicInteger used = new AtomicInteger();

    /** What may be used without another reservation. */
    private volatile int room = MemoryBudget.OWN;

    /** Guarded by this, as the two that follow. */
    private int fixed;

    private int reserved;
    private boolean closed;

    private MemoryAccount(MemoryBudget budget) {
        this.budget = budget;
    }

    /** An account of a budget that is large enough for anything. */
    public static MemoryAccount unlimited() {
        return new MemoryAccount(MemoryBudget.of(Long.MAX_VALUE / 8));
    }

    /** An account for something that is no connection, and takes no fixed amount. */
    public static MemoryAccount of(MemoryBudget budget) {
        return new MemoryAccount(budget);
    }

    /** The account of a connection for which {@link MemoryBudget#tryConnect} has taken the fixed amount. */
    static MemoryAccount ofConnection(MemoryBudget budget) {
        MemoryAccount account = new MemoryAccount(budget);
        account.fixed = MemoryBudget.CONNECTION;
        return account;
    }

    /** Takes the fixed amount of TLS, too; false if there is none. */
    synchronized boolean trySecure() {
        if (closed || !budget.tryConnect(MemoryBudget.TLS)) {
            return false;
        }
        fixed += MemoryBudget.TLS;
        return true;
    }

    /** Takes octets, unless this account would hold more than its share of what is free. */
    public boolean tryTake(Use use, int octets) {
        int now = used.addAndGet(octets);
        if (now <= room || tryGrow(use, now)) {
            return true;
        }
        used.addAndGet(-octets);
        return false;
    }

    /** As {@link #tryTake}, but waits if need be; false if the time has passed. */
    public boolean take(Use use, int octets, Duration timeout) throws InterruptedIOException {
        if (tryTake(use, octets) || budget.await(this, use, octets, timeout)) {
            return true;
        }
        budget.countRefused();
        return false;
    }

    /** Counts octets that are in memory already. Who does so looks at {@link #isOver} before it adds more. */
    public void count(int octets) {
        int now = used.addAndGet(octets);
        if (now > room) {
            grow(now);
        }
    }

    public void giveBack(int octets) {
        int now = used.addAndGet(-octets);
        if (room > MemoryBudget.OWN && room - now >= MemoryBudget.CHUNK) {
            shrink();
        }
    }

    /**
     * Takes memory of a message that arrives, or gives it back if the number is negative. False if memory is low: the message
     * should go to disk.
     */
    public boolean trySpool(int octets) {
        if (octets < 0) {
            giveBack(-octets);
            return true;
        }
        if (tryTake(Use.SPOOL, octets)) {
            return true;
        }
        budget.countSpilled();
        return false;
    }

    /** Whether this account holds more than its share now. Never true of what its fixed amount covers. */
    public boolean isOver(Use use) {
        int more = used.get() - MemoryBudget.OWN;
        return more > 0 && more > budget.share(use);
    }

    /** Octets that are taken beyond the fixed amount or within. */
    int used() {
        return used.get();
    }

    private static int chunks(int octets) {
        return (int) Math.min(
                Integer.MAX_VALUE - MemoryBudget.CHUNK,
                (octets + MemoryBudget.CHUNK - 1L) / MemoryBudget.CHUNK * MemoryBudget.CHUNK);
    }

    private synchronized boolean tryGrow(Use use, int now) {
        int more = chunks(now - room);
        if (more > 0 && !closed) {
            if (!budget.tryReserve(use, more, reserved)) {
                return false;
            }
            grown(more);
        }
        return true;
    }

    private synchronized void grow(int now) {
        int more = chunks(now - room);
        if (more > 0 && !closed) {
            budget.reserve(more);
            grown(more);
        }
    }

    private void grown(int octets) {
        reserved += octets;
        room = MemoryBudget.OWN + reserved;
    }

    private synchronized void shrink() {
        int less = Math.min(reserved, (room - used.get()) / MemoryBudget.CHUNK * MemoryBudget.CHUNK);
        if (less > 0) {
            reserved -= less;
            room = MemoryBudget.OWN + reserved;
            budget.release(less);
        }
    }

    /** The connection has ended: gives everything back. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            budget.disconnect(fixed);
            budget.release(reserved);
            reserved = 0;
            room = Integer.MAX_VALUE;
        }
    }
}
