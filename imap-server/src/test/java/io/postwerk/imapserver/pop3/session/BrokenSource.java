package io.postwerk.imapserver.pop3.session;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A message whose octets cannot be read, or not any more. */
final class BrokenSource implements MessageSource {
    private final MessageSource whole;
    private int readable;

    /** @param readable how often they can be read before that */
    BrokenSource(MessageSource whole, int readable) {
        this.whole = whole;
        this.readable = readable;
    }

    @Override
    public long size() {
        return whole.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (readable-- <= 0) {
            throw new IOException("disk broken");
        }
        return whole.read(position, target);
    }

    @Override
    public void close() {
        whole.close();
    }
}
