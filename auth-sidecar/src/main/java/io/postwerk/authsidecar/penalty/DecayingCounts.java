package io.postwerk.authsidecar.penalty;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts by key that halve with time, and a bound on how many there are. */
final class DecayingCounts {

    /** Below this, a count is none. */
    private static final double NOTHING = 0.05;

    private final double halfLifeNanos;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    private record Count(double value, long at) {}

    DecayingCounts(Duration halfLife, int capacity, LongSupplier nanoTime) {
        this.halfLifeNanos = halfLife.toNanos();
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    /** Adds one. @return the count now */
    synchronized double add(String key) {
        long now = nanoTime.getAsLong();
        double value = value(counts.get(key), now) + 1;
        counts.put(key, new Count(value, now));
        if (counts.size() > capacity) {
            counts.pollFirstEntry();
        }
        return value;
    }

    synchronized double count(String key) {
        return value(counts.get(key), nanoTime.getAsLong());
    }

    synchronized void forget(String key) {
        counts.remove(key);
    }

    /** How many keys have a count. Those that have decayed go first, the oldest of them. */
    synchronized int size() {
        long now = nanoTime.getAsLong();
        for (Map.Entry<String, Count> eldest = counts.firstEntry();
                eldest != null && value(eldest.getValue(), now) < NOTHING;
                eldest = counts.firstEntry()) {
            counts.pollFirstEntry();
        }
        return counts.size();
    }

    private double value(@Nullable Count count, long now) {
        return count == null ? 0 : count.value() * Math.pow(0.5, (now - count.at()) / halfLifeNanos);
    }
}
