package io.postwerk.imapserver.imap.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Octets of a message as a literal may carry them. RFC 3501 section 9: a literal has CHAR8, any octet but NUL, while a
 * message that was stored may contain NUL. Each NUL is shown as 0x80, as Dovecot does: sizes and offsets stay true, and
 * what is stored stays as it is.
 */
public final class NulFreeStream extends FilterInputStream {
    /** What stands for NUL. */
    public static final byte SUBSTITUTE = (byte) 0x80;

    public NulFreeStream(InputStream octets) {
        super(octets);
    }

    @Override
    public int read() throws IOException {
        int octet = in.read();
        return octet == 0 ? SUBSTITUTE & 0xFF : octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        for (int i = offset; i < offset + read; i++) {
            if (target[i] == 0) {
                target[i] = SUBSTITUTE;
            }
        }
        return read;
    }
}
