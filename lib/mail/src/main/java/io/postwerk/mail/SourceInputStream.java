package io.postwerk.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a range of a source in order, through a small buffer so that reading octet by octet is cheap. */
final class SourceInputStream extends InputStream {
    private static final int BLOCK = 8 * 1024;

    private final MessageSource source;
    private final long end;
    private long next;
    private ByteBuffer block = ByteBuffer.allocate(0);

    SourceInputStream(MessageSource source, long start, long end) {
        this.source = source;
        this.next = start;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        if (!block.hasRemaining() && !fill()) {
            return -1;
        }
        return block.get() & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!block.hasRemaining()) {
            if (length >= BLOCK) {
                return readDirectly(ByteBuffer.wrap(target, offset, length));
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, block.remaining());
        block.get(target, offset, count);
        return count;
    }

    @Override
    public long skip(long count) {
        long wanted = Math.clamp(count, 0, block.remaining() + (end - next));
        int buffered = (int) Math.min(wanted, block.remaining());
        block.position(block.position() + buffered);
        next += wanted - buffered;
        return wanted;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, block.remaining() + (end - next));
    }

    private int readDirectly(ByteBuffer target) throws IOException {
        if (next >= end) {
            return -1;
        }
        target.limit(target.position() + (int) Math.min(target.remaining(), end - next));
        int read = source.read(next, target);
        if (read < 0) {
            throw new IOException("message ended at octet " + next + ", expected " + end);
        }
        next += read;
        return read;
    }

    private boolean fill() throws IOException {
        ByteBuffer fresh = block.capacity() > 0 ? block.clear() : ByteBuffer.allocate(Math.clamp(end - next, 1, BLOCK));
        block = fresh;
        boolean any = readDirectly(fresh) >= 0;
        if (any) {
            fresh.flip();
        } else {
            fresh.limit(fresh.position());
        }
        return any;
    }
}
