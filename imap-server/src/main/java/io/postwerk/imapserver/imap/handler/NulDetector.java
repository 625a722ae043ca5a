package io.postwerk.imapserver.imap.handler;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes octets on, and notices NUL among them. */
final class NulDetector extends FilterOutputStream {
    private boolean found;

    NulDetector(OutputStream target) {
        super(target);
    }

    boolean found() {
        return found;
    }

    @Override
    public void write(int octet) throws IOException {
        found |= (octet & 0xff) == 0;
        out.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length && !found; i++) {
            found = octets[i] == 0;
        }
        out.write(octets, offset, length);
    }
}
