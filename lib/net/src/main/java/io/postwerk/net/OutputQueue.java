package io.postwerk.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The queue of flushed octets between session and event loop, which sends all of it with one flush of the socket. */
final class OutputQueue implements Runnable {

    private final Channel channel;
    private final Waiter waiter;
    private final int limit;
    private final Queue<ByteBuf> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    OutputQueue(Channel channel, Waiter waiter, int limit) {
        this.channel = channel;
        this.waiter = waiter;
        this.limit = limit;
    }

    /** Session: hands octets over, with the array. */
    void add(byte[] octets, int length) {
        // No pooled buffer: Netty's pools are for its own threads. The event loop copies into one of its own.
        chunks.add(Unpooled.wrappedBuffer(octets).writerIndex(length));
        held.addAndGet(length);
    }

    /** Session: has the event loop send what was handed over. */
    void send() throws ConnectionClosedException {
        if (!scheduled.getAndSet(true)) {
            try {
                channel.eventLoop().execute(this);
            } catch (RejectedExecutionException e) {
                throw new ConnectionClosedException("the edge is closed");
            }
        }
    }

    /** Whether more may be handed over now. */
    boolean isWritable() {
        return held.get() <= limit && channel.isWritable();
    }

    /** Event loop: sends. */
    @Override
    public void run() {
        scheduled.set(false);
        if (!chunks.isEmpty()) {
            writeAll(channel.voidPromise());
            channel.flush();
            waiter.wake();
        }
    }

    /** Event loop: gives everything to the channel, without a flush. The promise is the last chunk's. */
    void writeAll(ChannelPromise last) {
        ByteBuf chunk = chunks.poll();
        while (chunk != null) {
            held.addAndGet(-chunk.readableBytes());
            ByteBuf next = chunks.poll();
            channel.write(chunk, next == null ? last : channel.voidPromise());
            chunk = next;
        }
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }
}
