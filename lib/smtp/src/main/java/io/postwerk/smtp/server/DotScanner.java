package io.postwerk.smtp.server;

import java.io.IOException;

/**
 * Finds the end of a message after DATA and takes its dot-stuffing away (RFC 5321 4.5.2), on octets as they come, in
 * pieces of any size. Only CRLF "." CRLF ends a message (RFC 5321 4.1.1.4); a CR or LF that stands alone ends nothing and
 * is noted: what is behind it may read differently to the next server (SMTP smuggling). So is NUL, which no message may have
 * (RFC 5322 4, RFC 6532 3.1).
 */
final class DotScanner {
    /** Takes the octets of the message. */
    interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    private enum At {
        /** After CRLF, and at the very start. */
        LINE_START,
        TEXT,
        CR,
        /** After the dot that begins a line. */
        DOT,
        /** After the CR that follows such a dot. */
        DOT_CR,
        END
    }

    private At at = At.LINE_START;
    private boolean bare;
    private boolean nul;

    /** Whether the terminator has been seen. */
    boolean ended() {
        return at == At.END;
    }

    /** Whether a CR or LF stood alone. From there on, nothing is given to the sink. */
    boolean bareLineEnd() {
        return bare;
    }

    /** Whether there was a NUL. From there on, nothing is given to the sink. */
    boolean nul() {
        return nul;
    }

    /**
     * Goes through the first {@code length} octets, up to the terminator.
     *
     * @return how many belong to the message and its terminator; the rest is not touched
     */
    int scan(byte[] octets, int length, Sink sink) throws IOException {
        int start = 0; // of octets that are not yet given to the sink
        int i = 0;
        while (i < length && at != At.END) {
            byte octet = octets[i];
            switch (at) {
                case LINE_START -> {
                    if (octet == '.') {
                        emit(octets, start, i, sink);
                        start = i + 1;
                        at = At.DOT;
                    } else {
                        at = afterText(octet);
                    }
                }
                case TEXT -> {
                    // The hot loop: most octets of a message are above CR, and so neither CR, LF nor NUL.
                    while ((octet & 0xff) > '\r' && ++i < length) {
                        octet = octets[i];
                    }
                    if (i == length) {
                        continue;
                    }
                    at = afterText(octet);
                }
                case CR -> {
                    if (octet == '\n') {
                        at = At.LINE_START;
                    } else {
                        bare = true;
                        at = afterText(octet);
                    }
                }
                case DOT -> at = octet == '\r' ? At.DOT_CR : afterText(octet);
                case DOT_CR -> {
                    if (octet == '\n') {
                        start = i + 1;
                        at = At.END;
                    } else {
                        bare = true;
                        at = afterText(octet);
                    }
                }
                case END -> throw new IllegalStateException("the message has ended");
            }
            i++;
        }
        // The CR after a dot waits: it is the terminator's, or a bare one, and then nothing more is given away.
        emit(octets, start, at == At.DOT_CR ? Math.max(start, i - 1) : i, sink);
        return i;
    }

    private At afterText(byte octet) {
        if (octet == '\n') {
            bare = true;
        }
        if (octet == 0) {
            nul = true;
        }
        return octet == '\r' ? At.CR : At.TEXT;
    }

    private void emit(byte[] octets, int start, int end, Sink sink) throws IOException {
        if (end > start && !bare && !nul) {
            sink.write(octets, start, end - start);
        }
    }
}
