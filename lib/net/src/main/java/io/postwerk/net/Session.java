package io.postwerk.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A connection's virtual thread: the TLS handshake if it comes first, then the protocol, then the end. */
final class Session implements Runnable, Served {

    private static final Logger LOG = System.getLogger(Session.class.getName());

    private final ListenerSettings listener;
    private final ConnectionHandler handler;
    private final NettyConnection connection;
    private final Duration handshakeTimeout;
    private final Thread thread;

    Session(
            ListenerSettings listener,
            ConnectionHandler handler,
            Channel channel,
            MemoryAccount memory,
            EventLoops loops,
            BooleanSupplier draining) {
        this.listener = listener;
        this.handler = handler;
        this.handshakeTimeout = loops.settings().handshakeTimeout();
        this.connection = new NettyConnection(channel, memory, loops, draining, this::start);
        this.thread = Thread.ofVirtual().name(listener.name()).unstarted(this);
    }

    @Override
    public ChannelHandler events() {
        return connection.events;
    }

    @Override
    public void signal() {
        connection.signal();
    }

    @Override
    public boolean waiting() {
        return connection.reader.waiting();
    }

    private void start() {
        thread.start();
    }

    @Override
    public void abort() {
        connection.abort();
        thread.interrupt();
    }

    @Override
    public void run() {
        try {
            if (listener.implicitTls().isPresent()) {
                connection.handshake(listener.implicitTls().get(), handshakeTimeout);
            }
            handler.handle(connection);
        } catch (ConnectionClosedException
                | TlsFailedException
                | DeadlineExceededException
                | InterruptedIOException e) {
            LOG.log(Level.DEBUG, () -> "listener \"" + listener.name() + "\": " + e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "listener \"" + listener.name() + "\": a session failed", e);
        } finally {
            connection.close();
        }
    }
}
