package io.postwerk.mail;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Goes through a message line by line in one window of memory. Lines end in CRLF or LF. A line that is longer than the
 * window comes in pieces, of which only the first {@linkplain #isLineStart starts the line} and only the last has a
 * {@linkplain #terminator terminator}.
 */
final class LineScanner {
    static final int WINDOW = 32 * 1024;

    private final MessageSource source;
    private final byte[] window;
    private int limit;
    private long windowOffset;

    private int from;
    private int to;
    private int next;
    private int terminator;
    private int previousTerminator;
    private boolean lineStart;
    private boolean nextIsLineStart = true;
    private long lineEnds;

    LineScanner(MessageSource source) {
        this.source = source;
        this.window = new byte[(int) Math.min(WINDOW, source.size())];
    }

    /** Goes to the next line, or piece of a line; false at the end of the message. */
    boolean advance() throws IOException {
        previousTerminator = terminator;
        lineEnds += terminator > 0 ? 1 : 0;
        terminator = 0;
        from = next;
        int scanned = from;
        while (true) {
            int lineFeed = indexOfLineFeed(scanned);
            if (lineFeed >= 0) {
                boolean crlf = lineFeed > from && window[lineFeed - 1] == '\r';
                to = crlf ? lineFeed - 1 : lineFeed;
                next = lineFeed + 1;
                terminator = next - to;
                break;
            }
            int before = limit - from;
            if (fill()) {
                scanned = from + before;
                continue;
            }
            if (limit == window.length && windowOffset + limit < source.size()) {
                // A piece. Its last octet may be the CR of a line end: leave it to the next piece.
                to = limit - 1;
            } else {
                to = limit;
            }
            next = to;
            break;
        }
        lineStart = nextIsLineStart;
        nextIsLineStart = terminator > 0;
        return next > from;
    }

    /** Reads on; false if there is no room, or nothing to read. */
    private boolean fill() throws IOException {
        if (windowOffset + limit >= source.size()) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(window, from, window, 0, limit - from);
            windowOffset += from;
            limit -= from;
            from = 0;
        }
        if (limit == window.length) {
            return false;
        }
        int read = source.read(windowOffset + limit, ByteBuffer.wrap(window, limit, window.length - limit));
        if (read < 0) {
            throw new IOException("message is shorter than it says");
        }
        limit += read;
        return true;
    }

    private int indexOfLineFeed(int start) {
        for (int i = start; i < limit; i++) {
            if (window[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Where the line, or piece, begins in the message. At the end of the message: its length. */
    long start() {
        return windowOffset + from;
    }

    /** Where the next line, or piece, begins. */
    long end() {
        return windowOffset + next;
    }

    /** Octets of the line end: 2, 1, or 0 if there is none. */
    int terminator() {
        return terminator;
    }

    /** {@link #terminator} of the line, or piece, before. */
    int previousTerminator() {
        return previousTerminator;
    }

    boolean isLineStart() {
        return lineStart;
    }

    boolean isEmptyLine() {
        return lineStart && from == to && terminator > 0;
    }

    /** How many line ends there are before this line, or piece. */
    long lineEndsBefore() {
        return lineEnds;
    }

    /** The octets of the line are {@code window()} from {@link #from} to {@link #to}, its terminator not included. */
    byte[] window() {
        return window;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Just after the terminator. */
    int next() {
        return next;
    }
}
