package io.postwerk.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Counts events of clients against a rate, by address and by network, in memory of a fixed size however many clients there
 * are. Any thread.
 *
 * <p>A client has one number: the time at which all that it has done would be within its rate (the generic cell rate
 * algorithm, ITU-T I.371). The number lies in two rows, at places that a secret hash of the client gives, and the lower one
 * counts (a count-min sketch): a client shares a delay with another one only if both its places are taken by clients that are
 * over their rate. A network may do {@link #NETWORK} times as much as an address.
 */
public final class ClientRates {
    /** How much more than one address a network may do. */
    static final int NETWORK = 4;

    /** With 10,000 clients over their rate, one in fifty others shares both its places with such. Takes 2 MiB in all. */
    private static final int SLOTS = 1 << 16;

    private final LongSupplier nanoTime;
    private final long origin;
    private final Sketch addresses = new Sketch();
    private final Sketch networks = new Sketch();

    /** @param nanoTime as {@link System#nanoTime} */
    public ClientRates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /**
     * How often something may happen.
     *
     * @param burst so many at once
     * @param interval after that, one in this time
     */
    public record Rate(int burst, Duration interval) {
        /** So many in a minute, all of them at once if need be. */
        public static Rate perMinute(int count) {
            return new Rate(count, Duration.ofMinutes(1).dividedBy(count));
        }
    }

    /**
     * Counts an event.
     *
     * @return how long from now until the client is within the rate again, zero if it is
     */
    public Duration count(ClientAddress client, Rate rate) {
        long now = now();
        long interval = rate.interval().toNanos();
        long address = addresses.add(client.key(), now, interval);
        long network = networks.add(client.network(), now, Math.max(1, interval / NETWORK));
        return excess(now, address, network, rate);
    }

    /** What {@link #count} would return, without counting. */
    public Duration peek(ClientAddress client, Rate rate) {
        return excess(now(), addresses.get(client.key()), networks.get(client.network()), rate);
    }

    private static Duration excess(long now, long address, long network, Rate rate) {
        // Of both: a burst of a network takes as long as a burst of an address.
        long burst = rate.interval().toNanos() * rate.burst();
        return Duration.ofNanos(Math.max(0, Math.max(address, network) - burst - now));
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }

    /** Two rows of times in nanoseconds. */
    private static final class Sketch {
        private final AtomicLongArray first = new AtomicLongArray(SLOTS);
        private final AtomicLongArray second = new AtomicLongArray(SLOTS);
        private final long firstSecret = ThreadLocalRandom.current().nextLong();
        private final long secondSecret = ThreadLocalRandom.current().nextLong();

        long get(long key) {
            return Math.min(first.get(slot(key ^ firstSecret)), second.get(slot(key ^ secondSecret)));
        }

        long add(long key, long now, long interval) {
            int one = slot(key ^ firstSecret);
            int other = slot(key ^ secondSecret);
            long sum = Math.max(now, Math.min(first.get(one), second.get(other))) + interval;
            first.accumulateAndGet(one, sum, Math::max);
            second.accumulateAndGet(other, sum, Math::max);
            return sum;
        }

        /** The finalizer of MurmurHash3. */
        private static int slot(long key) {
            long h = key;
            h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
            h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
            return (int) (h ^ h >>> 33) & SLOTS - 1;
        }
    }
}
