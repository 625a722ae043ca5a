package io.postwerk.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.postwerk.net.ConnectionLimits.Limit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A running listener: accepts or refuses connections, and runs a session for each accepted one. */
final class Listener extends ChannelInitializer<Channel> implements BoundListener {

    private static final Logger LOG = System.getLogger(Listener.class.getName());

    /** Makes the session of a connection. */
    @FunctionalInterface
    interface Sessions {
        Served open(Channel channel, MemoryAccount memory);
    }

    private final ListenerSettings settings;
    private final Sessions kind;
    private final NetServer server;
    private final EventLoops loops;
    private final ConnectionTable.Place place;
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();
    private final Set<Served> sessions = ConcurrentHashMap.newKeySet();
    private final LongAdder accepted = new LongAdder();
    private final Map<Limit, LongAdder> refused = new EnumMap<>(Limit.class);
    private final RefusalLog refusals = new RefusalLog();

    Listener(ListenerSettings settings, Sessions kind, NetServer server, EventLoops loops) {
        this.settings = settings;
        this.kind = kind;
        this.server = server;
        this.loops = loops;
        this.place = server.table().add(settings.maxConnections());
        for (Limit limit : Limit.values()) {
            refused.put(limit, new LongAdder());
        }
    }

    void add(Binding binding) {
        bindings.add(binding);
    }

    @Override
    protected void initChannel(Channel channel) {
        loops.configure(channel.config());
        Optional<InetAddress> client = client(channel);
        Optional<Limit> refusal = place.enter(client);
        if (refusal.isPresent()) {
            refuse(channel, client, refusal.get());
        } else if (!loops.settings().memory().tryConnect(MemoryBudget.CONNECTION)) {
            place.leave(client);
            refuse(channel, client, Limit.MEMORY);
        } else {
            take(channel, client);
        }
    }

    private static Optional<InetAddress> client(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                ? Optional.ofNullable(inet.getAddress())
                : Optional.empty();
    }

    private void take(Channel channel, Optional<InetAddress> client) {
        accepted.increment();
        // With implicit TLS, nothing is read before the TLS handler is there to read it.
        channel.config().setAutoRead(settings.implicitTls().isEmpty());
        MemoryAccount memory = MemoryAccount.ofConnection(loops.settings().memory());
        channel.closeFuture().addListener(_ -> memory.close());
        Served session = kind.open(channel, memory);
        sessions.add(session);
        if (server.isDraining()) {
            session.signal(); // Registered too late for signalAll.
        }
        channel.pipeline().addLast(session.events());
        channel.closeFuture().addListener(closed -> closed(session, client));
    }

    private void closed(Served session, Optional<InetAddress> client) {
        sessions.remove(session);
        place.leave(client);
        server.connectionClosed();
    }

    private void refuse(Channel channel, Optional<InetAddress> client, Limit limit) {
        Objects.requireNonNull(refused.get(limit)).increment();
        refusals.log(client, limit);
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                String reply = settings.implicitTls().isPresent()
                        ? ""
                        : settings.busyReply().map(words -> words.to(limit)).orElse("");
                ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), reply)).addListener(ChannelFutureListener.CLOSE);
            }
        });
    }

    /** One line a second at most, however many connections are refused. */
    private final class RefusalLog {
        private static final long EVERY = 1_000_000_000L;
        private final AtomicLong next = new AtomicLong(System.nanoTime());
        private final LongAdder unsaid = new LongAdder();

        void log(Optional<InetAddress> client, Limit limit) {
            long now = System.nanoTime();
            long due = next.get();
            if (now - due < 0 || !next.compareAndSet(due, now + EVERY)) {
                unsaid.increment();
                return;
            }
            LOG.log(
                    Level.INFO,
                    "connection refused: limit=" + limit + " client="
                            + client.map(InetAddress::getHostAddress).orElse("local") + " listener=" + settings.name()
                            + " open=" + server.openConnections() + " more=" + unsaid.sumThenReset());
        }
    }

    /** Signals an event to all sessions. */
    void signalAll() {
        sessions.forEach(session -> session.signal());
    }

    /** Closes all connections at once, and interrupts their sessions. */
    void abortAll() {
        sessions.forEach(Served::abort);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<SocketAddress> addresses() {
        return bindings.stream().map(Binding::address).toList();
    }

    @Override
    public int port() {
        return addresses().stream()
                .filter(InetSocketAddress.class::isInstance)
                .mapToInt(address -> ((InetSocketAddress) address).getPort())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("listener \"" + name() + "\" has no TCP port"));
    }

    @Override
    public int openConnections() {
        return place.open();
    }

    @Override
    public int waitingConnections() {
        return (int) sessions.stream().filter(Served::waiting).count();
    }

    @Override
    public long acceptedConnections() {
        return accepted.sum();
    }

    @Override
    public long refusedConnections(Limit limit) {
        return Objects.requireNonNull(refused.get(limit)).sum();
    }

    @Override
    public void close() {
        bindings.forEach(Binding::close);
        server.table().remove(place);
        LOG.log(Level.DEBUG, "listener \"{0}\" is closed", settings.name());
    }
}
