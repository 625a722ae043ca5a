package io.postwerk.imapserver.pop3.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;

/**
 * A message as the lines of a multi-line response (RFC 1939 3): every line ends with CRLF, one that begins with a dot
 * gets another, and {@code CRLF.CRLF} ends it. A stored CR or LF that stands alone (IMAP's APPEND may have brought it)
 * is sent as CRLF, so that no client can take a part of the message for the end of the response.
 */
public final class MessageLines {
    private static final int CHUNK = 16 * 1024;
    // An octet can become three: LF after a dotted line's end is CR LF, and the dot after it is doubled.
    private static final int GROWTH = 3;

    /** Where the octets go. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    private final OptionalInt bodyLines;
    private final Sink sink;
    private final byte[] out = new byte[GROWTH * CHUNK + 8];
    private int used;
    private boolean lineStart = true;
    private boolean afterCr;
    private boolean inBody;
    private long remaining;
    private boolean done;

    private MessageLines(OptionalInt bodyLines, Sink sink) {
        this.bodyLines = bodyLines;
        this.sink = sink;
        this.remaining = bodyLines.orElse(0);
    }

    /** The whole of a message, with the end of the response. */
    public static void whole(InputStream message, Sink sink) throws IOException {
        new MessageLines(OptionalInt.empty(), sink).copy(message);
    }

    /** RFC 1939 7: the header, the empty line after it, and so many lines of the body; with the end of the response. */
    public static void top(InputStream message, int lines, Sink sink) throws IOException {
        new MessageLines(OptionalInt.of(lines), sink).copy(message);
    }

    private void copy(InputStream message) throws IOException {
        byte[] in = new byte[CHUNK];
        for (int read = message.read(in); read >= 0 && !done; read = message.read(in)) {
            for (int i = 0; i < read && !done; i++) take(in[i]);
            drain();
        }
        if (!lineStart || afterCr) endLine();
        out[used++] = '.';
        out[used++] = '\r';
        out[used++] = '\n';
        drain();
    }

    private void take(byte octet) {
        if (octet == '\n') {
            endLine();
            return;
        }
        if (afterCr) {
            endLine();
            if (done) return;
        }
        if (octet == '\r') {
            afterCr = true;
            return;
        }
        // RFC 1939 3: byte-stuffing
        if (lineStart && octet == '.') out[used++] = '.';
        out[used++] = octet;
        lineStart = false;
    }

    private void endLine() {
        boolean empty = lineStart;
        out[used++] = '\r';
        out[used++] = '\n';
        afterCr = false;
        lineStart = true;
        if (bodyLines.isEmpty()) return;
        if (inBody) remaining--;
        else inBody = empty;
        done = inBody && remaining <= 0;
    }

    private void drain() throws IOException {
        sink.write(out, 0, used);
        used = 0;
    }
}
