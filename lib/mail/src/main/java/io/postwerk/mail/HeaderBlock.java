package io.postwerk.mail;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;

/**
 * Finds the fields in a header. Any octets are a header: a line that is no field and continues none is left out.
 * Line ends are CRLF or LF.
 */
public final class HeaderBlock {
    private HeaderBlock() {}

    /**
     * A header field and where it is.
     *
     * @param name as it stands, without white space before the colon
     * @param start of the name
     * @param valueStart just after the colon
     * @param end after the line end of its last line
     */
    public record Field(String name, int start, int valueStart, int end) {
        /** The value, unfolded, without white space around it; an octet in each {@code char}. */
        public String value(byte[] header) {
            return unfold(header, valueStart, end);
        }
    }

    /**
     * The fields of a header, in order, up to the empty line or the end of {@code header}. They are found as they are
     * asked for: a header has room for more fields than memory for all of them.
     */
    public static Iterable<Field> fields(byte[] header) {
        return fields(header, header.length);
    }

    static Iterable<Field> fields(byte[] header, int length) {
        return () -> new Fields(header, length);
    }

    private static final class Fields implements Iterator<Field> {
        private final byte[] header;
        private final int length;
        private int line;
        private Optional<Field> next;

        Fields(byte[] header, int length) {
            this.header = header;
            this.length = length;
            this.next = find();
        }

        private Optional<Field> find() {
            while (line < length && !isEmptyLine(header, line, length)) {
                int start = line;
                int end = lineEnd(header, start, length);
                int colon = isBlank(header[start]) ? -1 : colon(header, start, end);
                // RFC 5322 2.2.3: lines that begin with white space continue the field.
                while (end < length && isBlank(header[end]) && !isEmptyLine(header, end, length)) {
                    end = lineEnd(header, end, length);
                }
                line = end;
                if (colon > start) {
                    return Optional.of(new Field(name(header, start, colon), start, colon + 1, end));
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Field next() {
            Field field = next.orElseThrow();
            next = find();
            return field;
        }
    }

    private static boolean isEmptyLine(byte[] header, int at, int length) {
        return header[at] == '\n' || header[at] == '\r' && at + 1 < length && header[at + 1] == '\n';
    }

    private static int lineEnd(byte[] header, int from, int length) {
        int at = from;
        while (at < length && header[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }

    private static int colon(byte[] header, int start, int end) {
        for (int i = start; i < end; i++) {
            byte c = header[i];
            if (c == ':') {
                return i;
            }
            // RFC 5322 2.2: printable ASCII. RFC 5322 4.5: white space may come before the colon.
            if (isBlank(c)) {
                int next = i;
                while (next < end && isBlank(header[next])) {
                    next++;
                }
                return next < end && header[next] == ':' ? next : -1;
            }
            if (c <= ' ' || c == 0x7F) {
                return -1;
            }
        }
        return -1;
    }

    private static String name(byte[] header, int start, int colon) {
        int end = colon;
        while (end > start && isBlank(header[end - 1])) {
            end--;
        }
        return new String(header, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static String unfold(byte[] header, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && header[start] <= ' ' && header[start] >= 0) {
            start++;
        }
        while (end > start && header[end - 1] <= ' ' && header[end - 1] >= 0) {
            end--;
        }
        byte[] out = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            if (header[i] != '\r' && header[i] != '\n') {
                out[length++] = header[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.ISO_8859_1);
    }
}
