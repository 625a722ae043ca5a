package io.postwerk.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** A running listener: accepts or refuses connections, and runs a session for each accepted one. */
final class Listener extends ChannelInitializer<Channel> implements BoundListener {

    private static final Logger LOG = System.getLogger(Listener.class.getName());

    /** Makes the session of a connection. */
    @FunctionalInterface
    interface Sessions {
        Served open(Channel channel);
    }

    private final ListenerSettings settings;
    private final Sessions kind;
    private final NetServer server;
    private final EventLoops loops;
    private final ConnectionLimit limit;
    private final List<Binding> bindings = new CopyOnWriteArrayList<>();
    private final Set<Served> sessions = ConcurrentHashMap.newKeySet();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    Listener(ListenerSettings settings, Sessions kind, NetServer server, EventLoops loops) {
        this.settings = settings;
        this.kind = kind;
        this.server = server;
        this.loops = loops;
        this.limit = new ConnectionLimit(settings.maxConnections());
    }

    void add(Binding binding) {
        bindings.add(binding);
    }

    @Override
    protected void initChannel(Channel channel) {
        loops.configure(channel.config());
        if (!limit.tryEnter()) {
            refuse(channel);
        } else if (!server.limit().tryEnter()) {
            limit.leave();
            refuse(channel);
        } else {
            take(channel);
        }
    }

    private void take(Channel channel) {
        accepted.increment();
        // With implicit TLS, nothing is read before the TLS handler is there to read it.
        channel.config().setAutoRead(settings.implicitTls().isEmpty());
        Served session = kind.open(channel);
        sessions.add(session);
        if (server.isDraining()) {
            session.signal(); // Registered too late for signalAll.
        }
        channel.pipeline().addLast(session.events());
        channel.closeFuture().addListener(closed -> closed(session));
    }

    private void closed(Served session) {
        sessions.remove(session);
        limit.leave();
        server.limit().leave();
        server.connectionClosed();
    }

    private void refuse(Channel channel) {
        refused.increment();
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                String reply = settings.implicitTls().isPresent()
                        ? ""
                        : settings.busyReply().orElse("");
                ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), reply)).addListener(ChannelFutureListener.CLOSE);
            }
        });
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
        return limit.open();
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
    public long refusedConnections() {
        return refused.sum();
    }

    @Override
    public void close() {
        bindings.forEach(Binding::close);
        LOG.log(Level.DEBUG, "listener \"{0}\" is closed", settings.name());
    }
}
