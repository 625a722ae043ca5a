package io.postwerk.sasl.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Cuts a stream of octets into lines that end with LF, however the octets arrive. */
public final class LineFramer {

    /** The longest line that a client may send to the socket for logins, its LF not counted. */
    public static final int MAX_AUTH_LINE = 16_384;

    /** The longest line that a client may send to the socket for lookups. */
    public static final int MAX_USERDB_LINE = 1_024;

    private final int maxOctets;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);

    public LineFramer(int maxOctets) {
        this.maxOctets = maxOctets;
    }

    /**
     * Takes octets up to and including the next LF, or all of them where there is none.
     *
     * @return the line without its end (LF, or CR LF, which Dovecot takes, too); empty when it goes on
     * @throws WireException when the line is longer than allowed
     */
    public Optional<String> next(ByteBuffer input) throws WireException {
        int start = input.position();
        int end = start;
        while (end < input.limit() && input.get(end) != '\n') {
            end++;
        }
        int length = end - start;
        if (begun.size() + length > maxOctets) {
            throw new WireException("a line is longer than " + maxOctets + " octets");
        }
        byte[] part = new byte[length];
        input.get(part);
        if (!input.hasRemaining()) {
            begun.writeBytes(part);
            return Optional.empty();
        }
        input.get();
        if (begun.size() == 0) {
            return Optional.of(text(part));
        }
        begun.writeBytes(part);
        byte[] whole = begun.toByteArray();
        begun.reset();
        return Optional.of(text(whole));
    }

    /** Not strict: an octet that is not UTF-8 becomes U+FFFD, and one bad name does not cost a shared connection. */
    private static String text(byte[] line) {
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
