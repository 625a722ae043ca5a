package io.postwerk.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * The octets of a message or of a part of one: readable from any position, any number of times, by several threads at
 * once, and never needed in memory as a whole. Lengths and positions are octets.
 *
 * <p>Whoever holds a source closes it; after that reads fail. What a source was made from must not change while it is
 * open.
 */
public interface MessageSource extends AutoCloseable {

    /** How many octets there are. */
    long size();

    /**
     * Fills {@code target} from {@code position} on, as far as there are octets and room.
     *
     * @return how many were read, or -1 if {@code position} is at the end or beyond it
     * @throws IOException if the octets cannot be had, or this source is closed
     */
    int read(long position, ByteBuffer target) throws IOException;

    /**
     * Finds out whether octets can be read, for whoever is about to promise them to a peer; both are cut to what there is. What
     * is in one block of the source is read from memory afterwards; of what is longer the second look finds the same, unless
     * the disk fails in between.
     *
     * @throws IOException they cannot be had
     */
    default void check(long position, long length) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Math.clamp(length, 1, 16 * 1024));
        long end = position + Math.clamp(length, 0, Math.max(0, size() - position));
        for (long at = position; at < end; ) {
            int read = read(at, block.clear());
            if (read < 0) {
                throw new IOException("message ended at octet " + at + ", expected " + end);
            }
            at += read;
        }
    }

    /** Releases memory or a temporary file. Closing again does nothing. */
    @Override
    void close();

    /** A stream over everything. It need not be closed, and closing it leaves this source open. */
    default InputStream open() {
        return open(0, size());
    }

    /** A stream over {@code length} octets from {@code offset}; both are cut to what there is. */
    default InputStream open(long offset, long length) {
        long from = Math.clamp(offset, 0, size());
        return new SourceInputStream(this, from, from + Math.clamp(length, 0, size() - from));
    }

    /**
     * A view of {@code length} octets from {@code offset}; both are cut to what there is. Closing it leaves this source
     * open.
     */
    default MessageSource slice(long offset, long length) {
        long from = Math.clamp(offset, 0, size());
        return new SlicedSource(this, from, Math.clamp(length, 0, size() - from));
    }

    /** Writes everything to {@code out}, in blocks. */
    default void transferTo(OutputStream out) throws IOException {
        byte[] block = new byte[(int) Math.min(size(), 16 * 1024)];
        long position = 0;
        while (position < size()) {
            int read = read(position, ByteBuffer.wrap(block));
            if (read < 0) {
                throw new IOException("message ended at octet " + position + " of " + size());
            }
            out.write(block, 0, read);
            position += read;
        }
    }

    /** Everything at once. For messages that are known to be small, as in tests. */
    default byte[] readAll() throws IOException {
        byte[] all = new byte[Math.toIntExact(size())];
        ByteBuffer target = ByteBuffer.wrap(all);
        while (target.hasRemaining()) {
            if (read(target.position(), target) < 0) {
                throw new IOException("message ended at octet " + target.position() + " of " + size());
            }
        }
        return all;
    }

    /** A source over these octets, which are not copied. */
    static MessageSource of(byte[] octets) {
        return new ArraySource(octets, 0, octets.length);
    }

    /** A source over some of these octets, which are not copied. */
    static MessageSource of(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        return new ArraySource(octets, offset, length);
    }

    /** One after the other, without copying. Closing the whole closes every part. */
    static MessageSource concat(MessageSource... parts) {
        return new ConcatenatedSource(List.of(parts));
    }
}
