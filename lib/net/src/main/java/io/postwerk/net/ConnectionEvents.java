package io.postwerk.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The event loop's side of a connection: passes octets and events on to the session, and closes so that the last reply
 * arrives. A socket that is closed with octets unread sends a reset, which takes the reply from the peer's buffer; so when
 * the peer is still sending, the stream is ended first, and what comes is dropped until the peer ends too, for a short time.
 */
final class ConnectionEvents extends ChannelInboundHandlerAdapter {

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LINGER_OCTETS = 1 << 20;

    private final NettyConnection connection;
    private final Duration writeTimeout;
    private final Runnable onActive;

    // Set when it is added to the channel, before any event.
    @SuppressWarnings("NullAway.Init")
    private Channel channel;

    private boolean closing;
    private boolean inputEnded;
    private long dropped;
    private @Nullable ScheduledFuture<?> closeTimer;

    ConnectionEvents(NettyConnection connection, Duration writeTimeout, Runnable onActive) {
        this.connection = connection;
        this.writeTimeout = writeTimeout;
        this.onActive = onActive;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connection.activated();
        onActive.run();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf chunk = (ByteBuf) message;
        if (!closing) {
            connection.input.add(chunk);
            return;
        }
        dropped += chunk.readableBytes();
        chunk.release();
        if (dropped > LINGER_OCTETS) {
            channel.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            connection.input.end(InputQueue.End.BY_PEER);
            if (closing || handshaking()) {
                channel.close();
            }
        }
    }

    void beginTls(TlsHandshake handshake) {
        handshake.begin();
        if (inputEnded) {
            channel.close(); // The peer can not answer any more.
        }
    }

    private boolean handshaking() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls != null && !tls.handshakeFuture().isDone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.writer.wake();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        inputEnded = true;
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        connection.input.end(new InputQueue.End("connection broken: " + reason, Optional.of(cause)));
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        inputEnded = true;
        connection.input.end(InputQueue.End.CLOSED);
        connection.reader.stop();
        connection.writer.stop();
        if (closeTimer != null) {
            closeTimer.cancel(false);
        }
    }

    /**
     * Sends what was handed over, then closes.
     *
     * @param unread whether the session has left octets unread
     */
    void closeGracefully(boolean unread) {
        if (closing) {
            return;
        }
        closing = true;
        boolean linger = unread || !connection.input.isEmpty();
        connection.input.clear();
        if (!channel.isActive()) {
            return;
        }
        ChannelFuture sent = sendAll();
        if (sent.isDone()) {
            endStream(linger && sent.isSuccess());
        } else {
            closeAfter(writeTimeout);
            sent.addListener(done -> endStream(linger && done.isSuccess()));
        }
    }

    /** Sends what was handed over; done when the socket has taken all that was ever sent. */
    private ChannelFuture sendAll() {
        if (connection.output.isEmpty()) {
            return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        }
        ChannelPromise sent = channel.newPromise();
        connection.output.writeAll(sent);
        channel.flush();
        return sent;
    }

    private void endStream(boolean linger) {
        if (!linger || inputEnded) {
            channel.close();
            return;
        }
        closeAfter(LINGER);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false); // The peer's end closes the channel.
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        }
        ((DuplexChannel) channel).shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private void closeAfter(Duration duration) {
        if (closeTimer != null) {
            closeTimer.cancel(false);
        }
        closeTimer = channel.eventLoop().schedule(() -> channel.close(), duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
