package io.postwerk.net;

import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;

/** A listener that listens, and its gauges. */
public interface BoundListener extends AutoCloseable {
    String name();

    /** The addresses as bound, with the ports that were taken. */
    List<SocketAddress> addresses();

    /** The port of the first TCP address. */
    int port();

    /** Connections that are open now. */
    int openConnections();

    /** Of these, how many wait for their peer. */
    int waitingConnections();

    /** Connections taken since the start. */
    long acceptedConnections();

    /** Connections that this limit has refused since the start. */
    long refusedConnections(ConnectionLimits.Limit limit);

    /** Connections refused by any limit since the start. */
    default long refusedConnections() {
        return Arrays.stream(ConnectionLimits.Limit.values())
                .mapToLong(this::refusedConnections)
                .sum();
    }

    /** Stops listening. Connections that are open stay so. */
    @Override
    void close();
}
