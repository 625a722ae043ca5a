package io.postwerk.imapserver.pop3.session;

import io.postwerk.mail.MessageSource;
import io.postwerk.store.StoreException;
import java.nio.ByteBuffer;

/** A message whose octets cannot be read. */
record BrokenSource(MessageSource whole) implements MessageSource {
    @Override
    public long size() {
        return whole.size();
    }

    @Override
    public int read(long position, ByteBuffer target) {
        throw new StoreException("disk broken");
    }

    @Override
    public void close() {
        whole.close();
    }
}
