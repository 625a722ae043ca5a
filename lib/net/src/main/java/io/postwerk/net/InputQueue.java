package io.postwerk.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.postwerk.net.MemoryBudget.Use;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The queue of received octets between event loop and session. When it exceeds a limit, the socket is not read until
 * the session has taken half of it, and TCP flow control stops the peer. While memory is low, the limit is one buffer. The
 * limit counts the memory of the buffers and not the octets, so that tiny segments are bounded too.
 */
final class InputQueue {

    /** Why there is no more input. */
    record End(String reason, Optional<Throwable> cause) {
        static final End BY_PEER = new End("the peer closed the connection", Optional.empty());
        static final End CLOSED = new End("connection closed", Optional.empty());

        ConnectionClosedException toException() {
            return cause.map(why -> new ConnectionClosedException(reason, why))
                    .orElseGet(() -> new ConnectionClosedException(reason));
        }
    }

    private final Channel channel;
    private final Waiter waiter;
    private final MemoryAccount memory;
    private final int limit;
    private final Queue<ByteBuf> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();

    private volatile boolean paused;
    private volatile Optional<End> ended = Optional.empty();

    InputQueue(Channel channel, Waiter waiter, MemoryAccount memory, int limit) {
        this.channel = channel;
        this.waiter = waiter;
        this.memory = memory;
        this.limit = limit;
    }

    /** Event loop: adds what was read, and takes it over. */
    void add(ByteBuf chunk) {
        int now = held.addAndGet(chunk.capacity());
        memory.count(chunk.capacity());
        chunks.add(chunk);
        if (!paused && (now > limit || memory.isOver(Use.BUFFER))) {
            channel.config().setAutoRead(false);
            paused = true;
            resume(); // The session may have taken all of it meanwhile, and seen nothing to resume.
        }
        waiter.wake();
    }

    /** Event loop: nothing more will come. The first reason stays. */
    void end(End reason) {
        if (ended.isEmpty()) {
            ended = Optional.of(reason);
        }
        waiter.wake();
    }

    /** Event loop: drops all that waits. */
    void clear() {
        // Locked, since the session may be copying from the first chunk when another thread closes the connection.
        synchronized (this) {
            for (ByteBuf chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
                done(chunk);
            }
        }
        resume();
    }

    /** Whether half is free; while memory is low, whether all is. */
    private boolean hasRoom() {
        int now = held.get();
        return now == 0 || now <= limit / 2 && !memory.isOver(Use.BUFFER);
    }

    /** Event loop: resumes reading if there is room. */
    private void resume() {
        if (paused && hasRoom()) {
            paused = false;
            channel.config().setAutoRead(true);
        }
    }

    /** Session: copies octets, as many as fit, without waiting. False if there are none. */
    boolean take(LineBuffer target) {
        synchronized (this) {
            ByteBuf chunk = chunks.peek();
            if (chunk == null) {
                return false;
            }
            int count = target.reserve(chunk.readableBytes());
            chunk.readBytes(target.array(), target.end(), count);
            target.added(count);
            if (chunk.isReadable()) {
                return true;
            }
            done(chunks.poll());
        }
        if (paused && hasRoom()) {
            try {
                channel.eventLoop().execute(this::resume);
            } catch (RejectedExecutionException e) {
                // The edge is closed: nothing will be read any more.
            }
        }
        return true;
    }

    private void done(ByteBuf chunk) {
        int capacity = chunk.capacity();
        held.addAndGet(-capacity);
        memory.giveBack(capacity);
        chunk.release();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Session: whether a read would return octets or the end at once. */
    boolean isReady() {
        return !chunks.isEmpty() || ended.isPresent();
    }

    /** Session: why there is no more input, once it has all been taken. */
    Optional<End> ended() {
        return ended;
    }
}
