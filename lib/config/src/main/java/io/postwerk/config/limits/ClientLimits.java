package io.postwerk.config.limits;

import io.postwerk.config.Bounds;
import io.postwerk.config.IpNetwork;
import java.util.List;

/**
 * How many connections a server takes, and from whom. A tenth of them is kept for each listener that has fewer open, and
 * again for client addresses that have none open.
 *
 * @param connections at the same time, over all listeners
 * @param connectionsPerAddress of one client address: an IPv4 address, or a /64 of IPv6
 * @param connectionsPerNetwork of one client network: a /24 of IPv4, or a /56 of IPv6
 * @param exemptNetworks clients that {@code connectionsPerAddress} and {@code connectionsPerNetwork} do not hold for
 */
public record ClientLimits(
        @Bounds(min = 1, max = 1_000_000) int connections,
        @Bounds(min = 1, max = 1_000_000) int connectionsPerAddress,
        @Bounds(min = 1, max = 1_000_000) int connectionsPerNetwork,
        @Bounds(max = 64) List<IpNetwork> exemptNetworks) {

    public ClientLimits {
        exemptNetworks = List.copyOf(exemptNetworks);
    }
}
