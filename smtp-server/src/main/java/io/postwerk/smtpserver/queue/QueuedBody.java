package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A body in chunks of one size, fetched as they are read; the last one fetched is kept, as reading goes forward. */
final class QueuedBody implements MessageSource {
    /** Fetches a chunk. */
    interface Chunks {
        byte[] get(int number) throws IOException;
    }

    private record Chunk(int number, byte[] octets) {}

    private final long size;
    private final int chunkOctets;
    private final Chunks chunks;
    private volatile Optional<Chunk> last = Optional.empty();
    private volatile boolean closed;

    QueuedBody(long size, int chunkOctets, Chunks chunks) {
        this.size = size;
        this.chunkOctets = chunkOctets;
        this.chunks = chunks;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (closed) {
            throw new IOException("the body is closed");
        }
        if (position < 0 || position >= size) {
            return -1;
        }
        int number = (int) (position / chunkOctets);
        int offset = (int) (position % chunkOctets);
        byte[] octets = chunk(number);
        if (offset >= octets.length) {
            throw new IOException("chunk " + number + " of a queued body is cut off");
        }
        int length = Math.min(octets.length - offset, target.remaining());
        target.put(octets, offset, length);
        return length;
    }

    private byte[] chunk(int number) throws IOException {
        Optional<Chunk> held = last;
        if (held.isPresent() && held.get().number() == number) {
            return held.get().octets();
        }
        byte[] octets = chunks.get(number);
        last = Optional.of(new Chunk(number, octets));
        return octets;
    }

    @Override
    public void close() {
        closed = true;
        last = Optional.empty();
    }
}
