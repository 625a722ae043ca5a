package io.postwerk.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.postwerk.net.MemoryBudget.Use;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The queue of flushed octets between session and event loop, which sends all of it with one flush of the socket. What is
 * in it, and what the socket has not taken yet, counts as the connection's memory.
 */
final class OutputQueue implements Runnable {

    private final Channel channel;
    private final Waiter waiter;
    private final MemoryAccount memory;
    private final int limit;
    private final Queue<ByteBuf> chunks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** What the account was told of, and has not been given back. */
    private final AtomicInteger counted = new AtomicInteger();

    /** What the channel had not sent when it was looked at last. */
    private volatile int unsent;

    /** Event loop: something waits for the channel to have sent all. */
    private boolean watched;

    OutputQueue(Channel channel, Waiter waiter, MemoryAccount memory, int limit) {
        this.channel = channel;
        this.waiter = waiter;
        this.memory = memory;
        this.limit = limit;
    }

    /** Session: hands octets over, with the array. */
    void add(byte[] octets, int length) {
        // No pooled buffer: Netty's pools are for its own threads. The event loop copies into one of its own.
        chunks.add(Unpooled.wrappedBuffer(octets).writerIndex(length));
        held.addAndGet(length);
        counted.addAndGet(length);
        memory.count(length);
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

    /** Whether more may be handed over now. While memory is low, only when all has been sent. */
    boolean isWritable() {
        int queued = held.get();
        return queued <= limit && channel.isWritable() && (queued + unsent == 0 || !memory.isOver(Use.BUFFER));
    }

    /** Event loop: sends. */
    @Override
    public void run() {
        scheduled.set(false);
        if (!chunks.isEmpty()) {
            writeAll(channel.voidPromise());
            channel.flush();
            look();
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

    /** Event loop: gives back the memory of what the socket has taken, and comes again for the rest. */
    private void look() {
        int before = counted.get(); // Read first: what is added meanwhile stays counted.
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        unsent = outbound == null ? 0 : (int) Math.min(Integer.MAX_VALUE, outbound.totalPendingWriteBytes());
        int sent = before - held.get() - unsent;
        if (sent > 0) {
            counted.addAndGet(-sent);
            memory.giveBack(sent);
        }
        if (unsent > 0 && !watched) {
            watched = true;
            // The channel says when it has sent half of much, but not when it has sent the last of little.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(_ -> channel.eventLoop().execute(this::sent));
        }
    }

    private void sent() {
        watched = false;
        look();
        waiter.wake();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }
}
