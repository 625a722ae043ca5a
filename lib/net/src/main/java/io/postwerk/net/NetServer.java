package io.postwerk.net;

import java.time.Duration;
import java.util.List;

/** The edge of a server: its listeners, its event loops, and the limits over all of them. */
public final class NetServer implements AutoCloseable {

    private NetServer() {}

    public static NetServer create(NetSettings settings) {
        return new NetServer();
    }

    /**
     * Listens, on all of the addresses or none.
     *
     * @throws BindFailedException naming the listener and the address
     */
    public BoundListener bind(ListenerSettings settings, ConnectionHandler handler) throws BindFailedException {
        throw new BindFailedException(settings.name(), settings.addresses().toString(), "no edge", null);
    }

    /** A client that shares this edge's event loops; closing it does nothing to them. */
    public NetClient client() {
        return NetClient.create(NetSettings.defaults());
    }

    /** All listeners, in the order they were bound. */
    public List<BoundListener> listeners() {
        return List.of();
    }

    /** Connections that are open now, on all listeners. */
    public int openConnections() {
        return 0;
    }

    /**
     * Stops gracefully: stops listening, tells all sessions ({@link Connection#draining()} and an event), waits for them
     * to end, and after the grace closes the connections that remain and interrupts their threads. Returns when all have
     * ended, or the grace has passed.
     */
    public void drain(Duration grace) {}

    /** Stops at once: as {@link #drain} without any grace, and ends the event loops. */
    @Override
    public void close() {}
}
