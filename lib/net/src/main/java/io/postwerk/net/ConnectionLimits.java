package io.postwerk.net;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * How many connections a server takes at once.
 *
 * @param total over all listeners
 * @param perAddress of one client, see {@link ClientAddress}
 * @param perNetwork of the clients of one network
 * @param reserve kept for each listener that has fewer open, and again for clients that have none open, so that neither
 *     one listener nor the clients that came first ever take all
 * @param exempt addresses that {@code perAddress} and {@code perNetwork} do not hold for
 */
public record ConnectionLimits(int total, int perAddress, int perNetwork, int reserve, Predicate<InetAddress> exempt) {

    /** Only a total. */
    public static ConnectionLimits of(int total) {
        return new ConnectionLimits(total, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, address -> false);
    }

    /** A total, of which a tenth is each reserve, and limits of a client. */
    public static ConnectionLimits fair(int total, int perAddress, int perNetwork, Predicate<InetAddress> exempt) {
        return new ConnectionLimits(total, perAddress, perNetwork, total / 10, exempt);
    }

    /** Which limit refuses a connection. */
    public enum Limit {
        /** The server's total, or what is left of it is reserved for other listeners or other clients. */
        TOTAL,
        /** The listener's own. */
        LISTENER,
        /** Of one client address. */
        ADDRESS,
        /** Of one client network. */
        NETWORK,
        /** The half of the program's memory that is for connections. */
        MEMORY;

        /** Whether it is the client itself that has too many. */
        public boolean isOfClient() {
            return this == ADDRESS || this == NETWORK;
        }
    }
}
