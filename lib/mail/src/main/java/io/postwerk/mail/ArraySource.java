package io.postwerk.mail;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Octets in memory. */
final class ArraySource implements MessageSource {
    private final int offset;
    private final int length;
    private final MessageBuffer.Memory account;
    private volatile byte[] octets;

    ArraySource(byte[] octets, int offset, int length) {
        this(octets, offset, length, MessageBuffer.Memory.UNLIMITED);
    }

    /** @param account to give the array back to */
    ArraySource(byte[] octets, int offset, int length, MessageBuffer.Memory account) {
        this.account = account;
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
    public synchronized void close() {
        account.change(-octets.length);
        octets = new byte[0];
    }
}
