package io.postwerk.smtp.client;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Sends a message with no line longer than 998 octets (RFC 5322 2.1.1, RFC 5321 4.5.3.1.6), in memory of one block however
 * long its lines are. A field of the header is folded before white space (RFC 5322 2.2.3), which leaves a DKIM signature
 * with relaxed header canonicalization as it is (RFC 6376 3.4.2). A line of the body is broken before white space, or else
 * with CRLF and a space as Postfix does; but not in a signed message, whose signature that would break (RFC 6376 3.4.4).
 */
final class LineFolder {
    static final int LONGEST = 998;

    private static final int BLOCK = 16 * 1024;
    private static final byte[] BREAK = {'\r', '\n'};
    private static final byte[] BREAK_WITH_SPACE = {'\r', '\n', ' '};
    private static final List<String> SIGNATURES = List.of("dkim-signature:", "arc-message-signature:");
    private static final List<String> SIGNED_TYPES = List.of("multipart/signed", "application/pkcs7-mime");

    private final DotStuffer target;
    private boolean header = true;
    private boolean inContentType;
    private boolean signed;

    /** Octets of the present line that are sent already. */
    private int column;

    /** A line cannot be folded without harm. A part of the message may have been sent, but not its end. */
    static final class UnfoldableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfoldableException() {
            super("a line is too long to be passed on, and cannot be folded");
        }
    }

    LineFolder(DotStuffer target) {
        this.target = target;
    }

    /** Adds the message to the output, its last line ended, without the terminator. */
    void write(MessageSource message) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, Math.max(1, message.size()))];
        long position = 0;
        int held = 0;
        while (position < message.size()) {
            int read = message.read(position, ByteBuffer.wrap(block, held, block.length - held));
            if (read < 0) {
                throw new IOException("message ended at octet " + position + " of " + message.size());
            }
            position += read;
            held = lines(block, held + read, position == message.size());
        }
        target.endLine();
    }

    /** Sends all lines that are whole; moves the beginning of the next one to the front and returns its length. */
    private int lines(byte[] block, int length, boolean last) throws IOException {
        int sent = 0;
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (block[i] == '\n') {
                int end = i > start && block[i - 1] == '\r' ? i - 1 : i;
                noteHeader(block, start, end);
                if (end - start + column > LONGEST) {
                    target.write(block, sent, start - sent);
                    sent = fold(block, start, end);
                }
                start = i + 1;
                column = 0;
            }
        }
        int end = length > start && block[length - 1] == '\r' ? length - 1 : length;
        if (end - start + column > LONGEST) {
            noteHeader(block, start, end);
            target.write(block, sent, start - sent);
            sent = fold(block, start, end);
            start = sent;
        }
        if (last) {
            target.write(block, sent, length - sent);
            return 0;
        }
        target.write(block, sent, start - sent);
        System.arraycopy(block, start, block, 0, length - start);
        return length - start;
    }

    /** Sends pieces of a long line until the rest is short enough. Returns where the rest begins. */
    private int fold(byte[] block, int start, int end) throws IOException {
        if (signed && !header) {
            throw new UnfoldableException();
        }
        int rest = start;
        while (end - rest + column > LONGEST) {
            int room = rest + LONGEST - column;
            int space = lastSpace(block, rest, room);
            if (space > rest) {
                target.write(block, rest, space - rest);
                target.write(BREAK, 0, BREAK.length);
                rest = space;
                column = 0;
            } else if (header) {
                throw new UnfoldableException();
            } else {
                int cut = characterStart(block, rest, room);
                target.write(block, rest, cut - rest);
                target.write(BREAK_WITH_SPACE, 0, BREAK_WITH_SPACE.length);
                rest = cut;
                column = 1;
            }
        }
        return rest;
    }

    /** The last white space up to {@code to} that has something else before it in the line; {@code from} if there is none. */
    private int lastSpace(byte[] block, int from, int to) {
        int first = from;
        while (first < to && isSpace(block[first])) {
            first++;
        }
        for (int i = to; i > first; i--) {
            if (isSpace(block[i])) {
                return i;
            }
        }
        return from;
    }

    /** The beginning of the UTF-8 character at {@code at}, so that no character is broken. */
    private static int characterStart(byte[] block, int from, int at) {
        int start = at;
        while (start > from + 1 && at - start < 3 && (block[start] & 0xc0) == 0x80) {
            start--;
        }
        return (block[start] & 0xc0) == 0x80 ? at : start;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** RFC 5322 3.6.8: printable characters before a colon. */
    private static boolean isField(String line) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).chars().allMatch(c -> c > ' ' && c < 127);
    }

    private void noteHeader(byte[] block, int start, int end) {
        if (!header) {
            return;
        }
        if (end == start && column == 0) {
            header = false;
            return;
        }
        String line = new String(block, start, Math.min(end - start, 100), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        if (!isSpace(block[start])) {
            if (!isField(line)) {
                // RFC 5322 2.2: what is no field belongs to the body
                header = false;
                return;
            }
            signed |= SIGNATURES.stream().anyMatch(line::startsWith);
            inContentType = line.startsWith("content-type:");
        }
        signed |= inContentType && SIGNED_TYPES.stream().anyMatch(line::contains);
    }
}
