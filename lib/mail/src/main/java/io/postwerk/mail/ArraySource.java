package io.postwerk.mail;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Octets in memory. */
final class ArraySource implements MessageSource {
    private final int offset;
    private final int length;
    private volatile byte[] octets;

    ArraySource(byte[] octets, int offset, int length) {
        this.octets = octets;
        this.offset = offset;
        this.length = length;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        byte[] from = octets;
        if (from.length == 0 && length > 0) {
            throw new IOException("message source is closed");
        }
        if (position >= length) {
            return -1;
        }
        int count = (int) Math.min(target.remaining(), length - position);
        target.put(from, offset + (int) position, count);
        return count;
    }

    @Override
    public void close() {
        octets = new byte[0];
    }
}
