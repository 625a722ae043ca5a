package io.postwerk.net;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The threads of an edge: its event loops, and the threads for work that would block them. */
final class EventLoops implements AutoCloseable {

    static {
        // Netty's leak detector samples stack traces of buffers. That is too expensive to be on by default.
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private static final int LOOKUPS = 4;

    private final NetSettings settings;
    private final SocketTransport transport;
    private final EventLoopGroup group;
    private final ExecutorService tlsTasks;
    private final ExecutorService lookups;
    private final ReceiveBuffers receiveBuffers;

    EventLoops(NetSettings settings) {
        this.settings = settings;
        this.receiveBuffers = new ReceiveBuffers(settings.memory());
        this.transport = SocketTransport.best(settings.nativeTransport());
        this.group = transport.newGroup(settings.eventLoops());
        this.tlsTasks = Executors.newFixedThreadPool(
                settings.eventLoops(),
                Thread.ofPlatform().name("tls-", 0).daemon().factory());
        this.lookups = Executors.newFixedThreadPool(
                LOOKUPS, Thread.ofPlatform().name("lookup-", 0).daemon().factory());
    }

    NetSettings settings() {
        return settings;
    }

    SocketTransport transport() {
        return transport;
    }

    EventLoopGroup group() {
        return group;
    }

    Executor tlsTasks() {
        return tlsTasks;
    }

    /** For lookups of host names, which are native calls that may block. */
    Executor lookups() {
        return lookups;
    }

    /** Options of every connection's channel. */
    void configure(ChannelConfig config) {
        int high = settings.outputOctets();
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        config.setRecvByteBufAllocator(receiveBuffers);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Ends all threads, and with them the channels that are still open. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        tlsTasks.shutdown();
        lookups.shutdownNow();
    }
}
