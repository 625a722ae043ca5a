package io.postwerk.mail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Several sources as one. */
final class ConcatenatedSource implements MessageSource {
    private final List<MessageSource> parts;
    private final long size;

    ConcatenatedSource(List<MessageSource> parts) {
        this.parts = parts;
        this.size = parts.stream().mapToLong(MessageSource::size).sum();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position >= size) {
            return -1;
        }
        long inPart = position;
        int total = 0;
        for (MessageSource part : parts) {
            while (inPart < part.size() && target.hasRemaining()) {
                int read = part.read(inPart, target);
                if (read < 0) {
                    throw new IOException("message part is shorter than it says");
                }
                inPart += read;
                total += read;
            }
            inPart = Math.max(0, inPart - part.size());
            if (!target.hasRemaining()) {
                break;
            }
        }
        return total;
    }

    @Override
    public void check(long position, long length) throws IOException {
        long inPart = position;
        long left = length;
        for (MessageSource part : parts) {
            long count = Math.clamp(part.size() - inPart, 0, left);
            if (count > 0) {
                part.check(inPart, count);
                left -= count;
            }
            inPart = Math.max(0, inPart - part.size());
        }
    }

    @Override
    public void close() {
        parts.forEach(MessageSource::close);
    }
}
