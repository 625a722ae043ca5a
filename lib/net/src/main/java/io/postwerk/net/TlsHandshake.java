package io.postwerk.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** One TLS handshake: prepared by the session, begun by the event loop, awaited by the session. */
final class TlsHandshake {

    private final TlsContext context;
    private final Channel channel;
    private final Waiter waiter;
    private final SSLEngine engine;
    private final SslHandler handler;
    private volatile boolean begun;

    TlsHandshake(TlsContext context, Channel channel, Executor tasks, Waiter waiter) throws TlsFailedException {
        this.context = context;
        this.channel = channel;
        this.waiter = waiter;
        int port = channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getPort() : 0;
        this.engine = context.newEngine(port);
        // Signatures and key agreement are the executor's work, not the event loop's.
        this.handler = new SslHandler(engine, tasks);
        handler.setHandshakeTimeoutMillis(0); // The session watches the time.
    }

    /** Event loop. */
    void begin() {
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> waiter.wake());
        channel.config().setAutoRead(true);
        begun = true;
        waiter.wake();
    }

    boolean isDone() {
        return begun && handler.handshakeFuture().isDone();
    }

    TlsInfo result(SocketAddress peer) throws IOException {
        if (isDone() && handler.handshakeFuture().isSuccess()) {
            return TlsInfos.of(engine, context.verifiesPeer());
        }
        Throwable cause = isDone() ? handler.handshakeFuture().cause() : null;
        String reason = cause == null || cause.getMessage() == null ? "connection closed" : cause.getMessage();
        throw new TlsFailedException("TLS handshake with " + peer + " failed: " + reason, cause);
    }
}
