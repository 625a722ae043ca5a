package io.postwerk.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Opens client connections. A program needs one instance. */
public final class NetClient implements AutoCloseable {
    static {
        // A restarted pod has a new address, and for a moment its name has none. The JDK would cache an address for
        // 30 seconds and a failed lookup for 10. It reads this property at its first lookup.
        Security.setProperty("networkaddress.cache.ttl", "3");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    private final EventLoops loops;
    private final boolean owner;
    private final Predicate<InetAddress> permitted;

    private NetClient(EventLoops loops, boolean owner, Predicate<InetAddress> permitted) {
        this.loops = loops;
        this.owner = owner;
        this.permitted = permitted;
    }

    public static NetClient create(NetSettings settings) {
        return new NetClient(new EventLoops(settings), true, _ -> true);
    }

    static NetClient sharing(EventLoops loops) {
        return new NetClient(loops, false, _ -> true);
    }

    /**
     * The same client, restricted to permitted addresses, whatever a name resolves to. It needs no closing.
     *
     * @param permitted asked of every IP address before it is connected to
     */
    public NetClient limitedTo(Predicate<InetAddress> permitted) {
        return new NetClient(loops, false, permitted);
    }

    /**
     * Connects by TCP. An unresolved address is looked up, and its addresses are tried in order.
     *
     * @param timeout for all of it, the TLS handshake included
     * @param implicitTls TLS from the first octet on
     * @throws ConnectFailedException naming the address
     * @throws TlsFailedException if the handshake fails
     */
    public Connection connect(InetSocketAddress address, Duration timeout, Optional<TlsContext> implicitTls)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        NettyConnection connection = connectAny(address, deadline);
        if (implicitTls.isPresent()) {
            try {
                connection.handshake(implicitTls.get(), Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    /**
     * Connects to a Unix domain socket.
     *
     * @throws ConnectFailedException naming the path
     */
    public Connection connectUnix(Path path, Duration timeout) throws IOException {
        SocketAddress address = loops.transport().unix(path.toAbsolutePath().toString());
        return open(loops.transport().unixClient, address, path.toString(), System.nanoTime() + timeout.toNanos());
    }

    private NettyConnection connectAny(InetSocketAddress address, long deadline) throws IOException {
        if (!address.isUnresolved()) {
            if (!permitted.test(address.getAddress())) {
                throw new ConnectFailedException("can not connect to " + address + ": its address is not permitted");
            }
            return open(loops.transport().tcpClient, address, address.toString(), deadline);
        }
        String shown = address.getHostString() + ":" + address.getPort();
        ConnectFailedException failure = new ConnectFailedException("can not connect to " + shown);
        for (InetAddress candidate : lookUp(address.getHostString(), deadline)) {
            if (!permitted.test(candidate)) {
                failure = new ConnectFailedException("can not connect to " + shown + ": its address is not permitted");
                continue;
            }
            try {
                SocketAddress target = new InetSocketAddress(candidate, address.getPort());
                return open(loops.transport().tcpClient, target, shown, deadline);
            } catch (ConnectFailedException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private InetAddress[] lookUp(String host, long deadline) throws IOException {
        // A native call: on a virtual thread it would pin a carrier until the name servers answer.
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        loops.lookups().execute(lookup);
        try {
            return lookup.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new ConnectFailedException("can not connect to " + host + ": there is no such host", e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectFailedException("can not connect to " + host + ": no answer from the name servers", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private NettyConnection open(Class<? extends Channel> type, SocketAddress address, String shown, long deadline)
            throws ConnectFailedException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new ConnectFailedException("can not connect to " + shown + " in time");
        }
        NettyConnection[] connection = new NettyConnection[1];
        ChannelFuture connected = new Bootstrap()
                .group(loops.group())
                .channel(type)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(millis, Integer.MAX_VALUE))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        loops.configure(channel.config());
                        MemoryAccount memory = MemoryAccount.of(loops.settings().memory());
                        channel.closeFuture().addListener(_ -> memory.close());
                        connection[0] = new NettyConnection(channel, memory, loops, () -> false, () -> {});
                        channel.pipeline().addLast(connection[0].events);
                    }
                })
                .connect(address)
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new ConnectFailedException(
                    "can not connect to " + shown + ": " + connected.cause().getMessage(), connected.cause());
        }
        return connection[0];
    }

    /** Ends the event loops, if they are its own, and with them the connections that are still open. */
    @Override
    public void close() {
        if (owner) {
            loops.close();
        }
    }
}
