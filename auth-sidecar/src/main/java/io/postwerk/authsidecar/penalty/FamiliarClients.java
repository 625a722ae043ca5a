package io.postwerk.authsidecar.penalty;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * The networks from which each user has logged in lately. Such a client does not queue behind those who guess. Only a login that
 * succeeded makes an entry, so that guessing cannot push out others' entries. Thread-safe; holds so many names, and of each name so
 * many networks; the one that was used least recently is dropped first.
 */
final class FamiliarClients {

    private static final Duration KEEP = Duration.ofDays(7);
    private static final int NETWORKS_PER_NAME = 8;

    private final int capacity;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, LinkedHashMap<String, Long>> names = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity how many names are kept */
    FamiliarClients(int capacity, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanoTime = nanoTime;
    }

    synchronized void succeeded(String network, String name) {
        LinkedHashMap<String, Long> networks = names.computeIfAbsent(name, _ -> new LinkedHashMap<>(4, 0.75f, true));
        networks.put(network, nanoTime.getAsLong());
        if (networks.size() > NETWORKS_PER_NAME) {
            networks.pollFirstEntry();
        }
        if (names.size() > capacity) {
            names.pollFirstEntry();
        }
    }

    synchronized boolean contains(String network, String name) {
        LinkedHashMap<String, Long> networks = names.get(name);
        Long last = networks == null ? null : networks.get(network);
        return last != null && nanoTime.getAsLong() - last < KEEP.toNanos();
    }
}
