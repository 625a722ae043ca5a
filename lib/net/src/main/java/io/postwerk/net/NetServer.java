package io.postwerk.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The edge of a server: its listeners, its event loops, and the limits over all of them. */
public final class NetServer implements AutoCloseable {

    /** Time for sessions to end once their connections are closed. */
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final EventLoops loops;
    private final ConnectionTable table;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition connectionClosed = lock.newCondition();
    private volatile boolean draining;

    private NetServer(NetSettings settings) {
        this.loops = new EventLoops(settings);
        this.table = new ConnectionTable(settings.connections());
    }

    public static NetServer create(NetSettings settings) {
        return new NetServer(settings);
    }

    /**
     * Listens, on all of the addresses or none.
     *
     * @throws BindFailedException naming the listener and the address
     */
    public BoundListener bind(ListenerSettings settings, ConnectionHandler handler) throws BindFailedException {
        return listen(
                settings,
                (channel, memory) -> new Session(settings, handler, channel, memory, loops, this::isDraining));
    }

    /**
     * Listens like {@link #bind}, for sessions that need no thread of their own. Without TLS.
     *
     * @throws BindFailedException naming the listener and the address
     */
    public BoundListener bindOnLoop(ListenerSettings settings, LoopSession.Factory sessions)
            throws BindFailedException {
        if (settings.implicitTls().isPresent()) {
            throw new IllegalArgumentException("sessions on the event loop have no TLS");
        }
        Duration writeTimeout = loops.settings().writeTimeout();
        return listen(
                settings,
                (channel, _) -> new LoopChannel(channel, settings.name(), writeTimeout, this::isDraining, sessions));
    }

    private BoundListener listen(ListenerSettings settings, Listener.Sessions sessions) throws BindFailedException {
        Listener listener = new Listener(settings, sessions, this, loops);
        try {
            for (BindAddress address : withoutDoubles(settings.addresses())) {
                listener.add(Binding.bind(listener, address, loops));
            }
        } catch (BindFailedException e) {
            listener.close();
            throw e;
        }
        listeners.add(listener);
        return listener;
    }

    /** Linux takes IPv4 at an unbound IPv6 socket too: with both wildcards and one port, the second could not be bound. */
    private static List<BindAddress> withoutDoubles(List<BindAddress> addresses) {
        List<BindAddress> left = new ArrayList<>(addresses);
        left.removeIf(address -> address instanceof BindAddress.Tcp(InetSocketAddress four)
                && four.getAddress() instanceof Inet4Address ip
                && ip.isAnyLocalAddress()
                && addresses.stream().anyMatch(other -> isIpv6Wildcard(other, four.getPort())));
        return left;
    }

    private static boolean isIpv6Wildcard(BindAddress address, int port) {
        return address instanceof BindAddress.Tcp(InetSocketAddress six)
                && six.getAddress() instanceof Inet6Address ip
                && ip.isAnyLocalAddress()
                && six.getPort() == port;
    }

    /** A client that shares this edge's event loops; closing it does nothing to them. */
    public NetClient client() {
        return NetClient.sharing(loops);
    }

    /** What its connections may take, and take. */
    public MemoryBudget memory() {
        return loops.settings().memory();
    }

    /** All listeners, in the order they were bound. */
    public List<BoundListener> listeners() {
        return List.copyOf(listeners);
    }

    /** Other limits, for connections that come from now on. */
    public void limits(ConnectionLimits limits) {
        table.limits(limits);
    }

    /** Clients that have a connection open now. */
    public int openClients() {
        return table.clients();
    }

    /** Connections that are open now, on all listeners. */
    public int openConnections() {
        return table.open();
    }

    /**
     * Stops gracefully: stops listening, tells all sessions ({@link Connection#draining()} and an event), waits for them
     * to end, and after the grace closes the connections that remain and interrupts their threads. Returns when all have
     * ended, or the grace has passed.
     */
    public void drain(Duration grace) {
        draining = true;
        listeners.forEach(Listener::close);
        listeners.forEach(Listener::signalAll);
        if (!awaitNoConnections(grace)) {
            listeners.forEach(Listener::abortAll);
            awaitNoConnections(LAST_MOMENT);
        }
    }

    private boolean awaitNoConnections(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (table.open() > 0 && left > 0) {
                left = connectionClosed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return table.open() == 0;
    }

    /** Stops at once: as {@link #drain} without any grace, and ends the event loops. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        loops.close();
    }

    ConnectionTable table() {
        return table;
    }

    boolean isDraining() {
        return draining;
    }

    void connectionClosed() {
        if (draining) {
            lock.lock();
            try {
                connectionClosed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
