package io.postwerk.mail;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A window on another source, which its owner closes. */
record SlicedSource(MessageSource whole, long offset, long length) implements MessageSource {
    @Override
    public long size() {
        return length;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position >= length) {
            return -1;
        }
        int limit = target.limit();
        target.limit(target.position() + (int) Math.min(target.remaining(), length - position));
        try {
            return whole.read(offset + position, target);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void check(long position, long count) throws IOException {
        if (position < length) {
            whole.check(offset + position, Math.clamp(count, 0, length - position));
        }
    }

    @Override
    public MessageSource slice(long from, long count) {
        long start = Math.clamp(from, 0, length);
        return new SlicedSource(whole, offset + start, Math.clamp(count, 0, length - start));
    }

    @Override
    public void close() {
        // The window owns nothing.
    }
}
