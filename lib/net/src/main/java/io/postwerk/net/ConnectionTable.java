package io.postwerk.net;

import io.postwerk.net.ConnectionLimits.Limit;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the open connections of a server in total, by listener, by client address and by client network, and says which
 * limit refuses one more. It has entries only for clients with a connection open, so the total bounds its size.
 */
final class ConnectionTable {
    private volatile ConnectionLimits limits;

    // Guarded by this.
    private final Map<Long, Integer> addresses = new HashMap<>();
    private final Map<Long, Integer> networks = new HashMap<>();
    private Place[] places = {};

    private volatile int open;

    ConnectionTable(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** A listener's part of the table. */
    final class Place {
        private final int limit;
        private volatile int open;

        private Place(int limit) {
            this.limit = limit;
        }

        int open() {
            return open;
        }

        /** Counts one more connection, unless a limit is reached; then it names the limit. */
        Optional<Limit> enter(Optional<InetAddress> client) {
            Optional<ClientAddress> counted = client.map(ClientAddress::of);
            boolean exempt = client.filter(limits.exempt()).isPresent();
            synchronized (ConnectionTable.this) {
                Optional<Limit> refusal = refusal(this, counted, exempt);
                if (refusal.isEmpty()) {
                    ConnectionTable.this.open++;
                    open++;
                    counted.ifPresent(address -> {
                        addresses.merge(address.key(), 1, Integer::sum);
                        networks.merge(address.network(), 1, Integer::sum);
                    });
                }
                return refusal;
            }
        }

        /** A connection that was counted is closed. */
        void leave(Optional<InetAddress> client) {
            synchronized (ConnectionTable.this) {
                ConnectionTable.this.open--;
                open--;
                client.map(ClientAddress::of).ifPresent(address -> {
                    oneLess(addresses, address.key());
                    oneLess(networks, address.network());
                });
            }
        }
    }

    /** Adds a listener. */
    synchronized Place add(int limit) {
        Place added = new Place(limit);
        Place[] more = Arrays.copyOf(places, places.length + 1);
        more[places.length] = added;
        places = more;
        return added;
    }

    /** Removes a listener that takes no more connections: nothing is reserved for it. */
    synchronized void remove(Place place) {
        places = Arrays.stream(places).filter(p -> p != place).toArray(Place[]::new);
    }

    /** Holds for connections that come from now on. */
    void limits(ConnectionLimits changed) {
        limits = changed;
    }

    int open() {
        return open;
    }

    /** Clients with a connection open. */
    synchronized int clients() {
        return addresses.size();
    }

    private Optional<Limit> refusal(Place place, Optional<ClientAddress> client, boolean exempt) {
        int ofAddress =
                client.map(address -> addresses.getOrDefault(address.key(), 0)).orElse(0);
        if (client.isPresent() && !exempt) {
            if (ofAddress >= limits.perAddress()) {
                return Optional.of(Limit.ADDRESS);
            }
            if (networks.getOrDefault(client.get().network(), 0) >= limits.perNetwork()) {
                return Optional.of(Limit.NETWORK);
            }
        }
        if (place.open >= place.limit) {
            return Optional.of(Limit.LISTENER);
        }
        int room = limits.total() - open - reservedForOthers(place);
        int kept = ofAddress > 0 ? reserve() : 0;
        return room > kept ? Optional.empty() : Optional.of(Limit.TOTAL);
    }

    private int reservedForOthers(Place place) {
        int reserve = reserve();
        int sum = 0;
        for (Place other : places) {
            if (other != place) {
                sum += Math.max(0, reserve - other.open);
            }
        }
        return sum;
    }

    /** However many listeners there are, half of the total is for whoever comes first. */
    private int reserve() {
        return Math.min(limits.reserve(), limits.total() / (2 * (places.length + 1)));
    }

    private static void oneLess(Map<Long, Integer> counts, long key) {
        counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }
}
