package io.postwerk.smtpserver.receive;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The header fields of a message that say who wrote it, read block by block: of the rest of the header nothing is kept. A header that
 * is not made of fields alone is not read at all: a program that stops where another goes on would see other authors.
 */
final class HeaderFields {
    /** Octets of the fields that are kept, together. */
    static final int MAX_KEPT = 64 * 1024;

    private static final int MAX_NAME = 64;

    private static final Set<String> WITH_VALUE =
            Set.of("from", "sender", "content-type", "auto-submitted", "resent-from", "resent-sender");

    private static final Set<String> NAME_ALONE =
            Set.of("reply-to", "resent-date", "resent-to", "resent-cc", "resent-bcc", "resent-message-id");

    /**
     * A field.
     *
     * @param name in lower case
     * @param value what comes after the colon, with its line end; empty for fields of which the name alone matters
     * @param start of the name
     * @param end after its last line
     */
    record Field(String name, byte[] value, long start, long end) {}

    /** A header that could be read in several ways. */
    static final class UnclearException extends Exception {
        private static final long serialVersionUID = 1;

        UnclearException(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final List<Field> fields = new ArrayList<>();
    private long position;
    private int next;
    private int kept;

    private HeaderFields(InputStream in) {
        this.in = in;
    }

    /** Those of the names above, in their order. */
    static List<Field> read(MessageSource message) throws IOException, UnclearException {
        try (InputStream in = message.open()) {
            HeaderFields reader = new HeaderFields(in);
            reader.next = in.read();
            while (reader.next >= 0 && reader.next != '\r') { // RFC 5322 2.1: an empty line ends the header
                reader.field();
            }
            return List.copyOf(reader.fields);
        }
    }

    private void field() throws IOException, UnclearException {
        long start = position;
        String name = name();
        boolean keep = WITH_VALUE.contains(name);
        byte[] value = new byte[keep ? 256 : 0];
        int length = 0;
        while (next >= 0) {
            int octet = next;
            advance();
            if (keep) {
                if (++kept > MAX_KEPT) {
                    throw new UnclearException("its author fields are longer than " + MAX_KEPT + " octets");
                }
                if (length == value.length) {
                    value = Arrays.copyOf(value, 2 * length);
                }
                value[length++] = (byte) octet;
            }
            // RFC 5322 2.2.3: a line that begins with white space goes on with the field
            if (octet == '\n' && next != ' ' && next != '\t') {
                break;
            }
        }
        if (keep || NAME_ALONE.contains(name)) {
            fields.add(new Field(name, Arrays.copyOf(value, length), start, position));
        }
    }

    /** Up to the colon (RFC 5322 3.6.8); white space before it is obsolete (RFC 5322 4.5.8) and read by all. */
    private String name() throws IOException, UnclearException {
        StringBuilder name = new StringBuilder();
        boolean blank = false;
        while (next != ':') {
            if (next == ' ' || next == '\t') {
                blank = true;
            } else if (next <= ' ' || next >= 0x7F || blank) {
                throw new UnclearException("a line of its header is no field");
            } else if (name.length() <= MAX_NAME) {
                name.append((char) next);
            }
            advance();
        }
        if (name.isEmpty()) {
            throw new UnclearException("a line of its header is no field");
        }
        advance();
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private void advance() throws IOException {
        next = in.read();
        position++;
    }

    /** The first of a name. */
    static Optional<Field> first(List<Field> fields, String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
