package io.postwerk.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link LoopSession} on the event loop. Requests that arrived together are answered with one flush. While the
 * output exceeds the edge's limit, nothing is read. A connection whose peer takes none of it for too long is closed.
 */
final class LoopChannel extends ChannelInboundHandlerAdapter implements LoopConnection, Served {

    private static final Logger LOG = System.getLogger(LoopChannel.class.getName());
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LINGER_OCTETS = 1 << 20;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long ORIGIN = System.nanoTime();

    private final Channel channel;
    private final String listener;
    private final Duration writeTimeout;
    private final BooleanSupplier draining;
    private final LoopSession session;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();

    // of the event loop only
    private ByteBuf output = Unpooled.EMPTY_BUFFER;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> timeoutTask;
    private long armed = NEVER;
    private boolean opened;
    private boolean over;
    private boolean inputEnded;
    private long dropped;

    LoopChannel(
            Channel channel,
            String listener,
            Duration writeTimeout,
            BooleanSupplier draining,
            LoopSession.Factory sessions) {
        this.channel = channel;
        this.listener = listener;
        this.writeTimeout = writeTimeout;
        this.draining = draining;
        this.session = sessions.open(this);
    }

    @Override
    public ChannelHandler events() {
        return this;
    }

    @Override
    public boolean waiting() {
        return true;
    }

    @Override
    public void write(byte[] octets) {
        if (over) {
            return;
        }
        if (output.maxCapacity() == 0) {
            output = channel.alloc().ioBuffer(Math.max(256, octets.length));
        }
        output.writeBytes(octets);
    }

    @Override
    public void post(Runnable task) {
        tasks.add(task);
        signal();
    }

    @Override
    public void signal() {
        if (signalled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::settleGuarded);
            } catch (RejectedExecutionException e) { // the event loops have ended, and all channels with them
                runTasks();
            }
        }
    }

    @Override
    public void abort() {
        try {
            channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
        } catch (RejectedExecutionException e) {
            // as above
        }
    }

    // --- Events ---

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opened = true;
        guarded(session::opened);
        settleGuarded();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            if (over) {
                drop(octets.readableBytes());
            } else {
                guarded(() -> {
                    if (!session.input(octets.nioBuffer())) {
                        end();
                    }
                });
                hand(); // now, so that it counts towards the limit at which reading stops
            }
        } finally {
            octets.release();
        }
    }

    private void drop(int octets) {
        dropped += octets;
        if (dropped > LINGER_OCTETS) {
            channel.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        settleGuarded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (over) {
            return;
        }
        boolean writable = channel.isWritable();
        channel.config().setAutoRead(writable);
        if (writable) {
            cancel(timeoutTask);
            signal(); // not from within a flush
        } else {
            cancel(timeoutTask);
            timeoutTask = channel.eventLoop().schedule(this::abort, writeTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (over) {
                channel.close();
            } else {
                end();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(Level.DEBUG, () -> "listener \"" + listener + "\": connection broken: " + cause.getMessage());
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over();
        cancel(timeoutTask);
        output.release();
        output = Unpooled.EMPTY_BUFFER;
        runTasks();
    }

    // --- The session ---

    private void settleGuarded() {
        signalled.set(false);
        guarded(this::settle);
    }

    private void settle() {
        runTasks();
        if (over || !opened || !channel.isWritable()) {
            return;
        }
        Duration next = session.settle();
        hand();
        channel.flush();
        if (draining.getAsBoolean() && session.idle()) {
            end();
        } else if (!channel.isWritable()) {
            return; // goes on when the peer has read
        } else if (next.isZero()) {
            signal();
        } else {
            arm(next);
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "listener \"" + listener + "\": a session failed", e);
            channel.close();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Gives what was written to the channel, which flushes it later. */
    private void hand() {
        if (output.isReadable()) {
            ByteBuf octets = output;
            output = Unpooled.EMPTY_BUFFER;
            channel.write(octets, channel.voidPromise());
        }
    }

    /** A timer that fires too early is cheaper than one that is set anew for every request. */
    private void arm(Duration next) {
        long at = now() + next.toNanos();
        if (at < armed) {
            cancel(timer);
            armed = at;
            timer = channel.eventLoop().schedule(this::timeOut, next.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void timeOut() {
        armed = NEVER;
        settleGuarded();
    }

    private static long now() {
        return System.nanoTime() - ORIGIN;
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    // --- The end ---

    private void over() {
        if (!over) {
            over = true;
            cancel(timer);
            session.closed();
        }
    }

    /** Sends what was written, then closes so that it arrives: see {@link ConnectionEvents}. */
    private void end() {
        if (over) {
            return;
        }
        hand();
        over();
        cancel(timeoutTask);
        ChannelFuture sent = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        closeAfter(sent.isDone() ? LINGER : writeTimeout);
        sent.addListener(_ -> endStream());
    }

    private void endStream() {
        if (inputEnded) {
            channel.close();
            return;
        }
        closeAfter(LINGER);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false); // the peer's end closes the channel
        channel.config().setAutoRead(true);
        ((DuplexChannel) channel).shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private void closeAfter(Duration duration) {
        cancel(timeoutTask);
        timeoutTask = channel.eventLoop().schedule(() -> channel.close(), duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
