package io.postwerk.net;

import java.net.SocketAddress;
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

    /** Connections refused by a limit since the start. */
    long refusedConnections();

    /** Stops listening. Connections that are open stay so. */
    @Override
    void close();
}
