package io.postwerk.rocksdb;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * A message in chunks of one size, loaded as they are read. It keeps the chunk that was read last, as reading goes forward,
 * but not from the garbage collector: the reader may wait long for a client.
 */
public final class ChunkedBody implements MessageSource {
    private static final WeakReference<Chunk> NONE = new WeakReference<>(null);

    private final long size;
    private final int chunkOctets;
    private final Loader loader;
    private volatile WeakReference<Chunk> last = NONE;
    private volatile boolean closed;

    private record Chunk(int number, byte[] octets) {}

    /** Loads a chunk. */
    @FunctionalInterface
    public interface Loader {
        /** @throws IOException it is not there, or cannot be read */
        byte[] load(int chunk) throws IOException;

        /**
         * Finds out whether chunks can be loaded.
         *
         * @param end behind the last one
         * @throws IOException one is not there, or cannot be read
         */
        default void check(int first, int end) throws IOException {
            for (int chunk = first; chunk < end; chunk++) {
                load(chunk);
            }
        }
    }

    /** @param chunkOctets of every chunk but the last one */
    public ChunkedBody(long size, int chunkOctets, Loader loader) {
        this.size = size;
        this.chunkOctets = chunkOctets;
        this.loader = loader;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (closed) {
            throw new IOException("the message is closed");
        }
        if (position < 0 || position >= size) {
            return -1;
        }
        int number = (int) (position / chunkOctets);
        Chunk chunk = last.get();
        if (chunk == null || chunk.number != number) {
            chunk = load(number);
            last = new WeakReference<>(chunk);
        }
        int offset = (int) (position % chunkOctets);
        int count = Math.min(target.remaining(), chunk.octets.length - offset);
        target.put(chunk.octets, offset, count);
        return count;
    }

    @Override
    public void check(long position, long length) throws IOException {
        long end = position + Math.clamp(length, 0, Math.max(0, size - position));
        if (position >= end) {
            return;
        }
        int first = (int) (position / chunkOctets);
        int behind = (int) ((end - 1) / chunkOctets) + 1;
        if (behind - first == 1) {
            read(position, ByteBuffer.allocate(1)); // and keeps the chunk
        } else {
            loader.check(first, behind);
        }
    }

    private Chunk load(int number) throws IOException {
        byte[] octets = loader.load(number);
        long expected = Math.min(chunkOctets, size - (long) number * chunkOctets);
        if (octets.length != expected) {
            throw new IOException(
                    "chunk " + number + " of a stored message has " + octets.length + " octets, not " + expected);
        }
        return new Chunk(number, octets);
    }

    @Override
    public void close() {
        closed = true;
        last = NONE;
    }
}
