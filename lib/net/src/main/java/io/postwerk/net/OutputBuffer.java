package io.postwerk.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Buffers what the session writes, until it is flushed or the buffer is full. Blocks the session while too much
 * output is unsent. One thread writes at a time; the lock protects the change to another one.
 */
final class OutputBuffer {

    /** Octets that are buffered before they are handed over without a flush. */
    private static final int MUCH = 16_384;

    private static final int SMALLEST = 256;
    private static final byte[] NONE = {};

    /** Fails if nothing can be sent any more. */
    @FunctionalInterface
    interface OpenCheck {
        void run() throws ConnectionClosedException;
    }

    private final OutputQueue queue;
    private final Waiter waiter;
    private final Duration timeout;
    private final OpenCheck openCheck;

    private byte[] gathered = NONE;
    private int end;
    private volatile @Nullable Thread writer;

    OutputBuffer(OutputQueue queue, Waiter waiter, Duration timeout, OpenCheck openCheck) {
        this.queue = queue;
        this.waiter = waiter;
        this.timeout = timeout;
        this.openCheck = openCheck;
    }

    synchronized void write(byte[] octets, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = room(length - done);
            System.arraycopy(octets, offset + done, gathered, end, count);
            end += count;
            done += count;
        }
    }

    synchronized void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int count = room(octets.remaining());
            octets.get(gathered, end, count);
            end += count;
        }
    }

    synchronized void write(String ascii) throws IOException {
        int length = ascii.length();
        int done = 0;
        while (done < length) {
            int count = room(length - done);
            for (int i = 0; i < count; i++) {
                char c = ascii.charAt(done++);
                gathered[end++] = (byte) (c < 0x80 ? c : '?');
            }
        }
    }

    synchronized void writeFrom(InputStream body, long length) throws IOException {
        long left = length;
        while (left > 0) {
            int room = room((int) Math.min(left, MUCH));
            int count = body.read(gathered, end, room);
            if (count < 0) {
                throw new EOFException("body ended " + left + " octets too early");
            }
            end += count;
            left -= count;
        }
    }

    /** Makes room for some of the wanted octets, and returns for how many. */
    private int room(int wanted) throws IOException {
        if (writer != Thread.currentThread()) {
            writer = Thread.currentThread();
        }
        if (end >= MUCH) {
            flush();
        }
        if (gathered.length - end < wanted && gathered.length < MUCH) {
            int size = Math.clamp(Integer.highestOneBit(end + wanted) * 2L, SMALLEST, MUCH);
            gathered = Arrays.copyOf(gathered, size);
        }
        return Math.min(wanted, gathered.length - end);
    }

    synchronized void flush() throws IOException {
        openCheck.run();
        if (handOver()) {
            queue.send();
        }
        if (!queue.isWritable()) {
            awaitWritable();
        }
    }

    /** Whether this thread has written something that is not flushed. */
    boolean hasOwn() {
        return writer == Thread.currentThread() && !isEmpty();
    }

    synchronized boolean isEmpty() {
        return end == 0;
    }

    /** Puts what was gathered into the queue, and leaves it to the caller to send it. */
    synchronized boolean handOver() {
        if (end == 0) {
            return false;
        }
        queue.add(gathered, end);
        gathered = NONE;
        end = 0;
        return true;
    }

    private void awaitWritable() throws IOException {
        waiter.begin(Waiter.deadline(timeout));
        try {
            while (!queue.isWritable()) {
                openCheck.run();
                if (!waiter.sleep()) {
                    throw new DeadlineExceededException("the peer does not read what is sent to it");
                }
            }
        } finally {
            waiter.end();
        }
    }
}
