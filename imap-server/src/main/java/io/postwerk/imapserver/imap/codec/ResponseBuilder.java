package io.postwerk.imapserver.imap.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Builds response data: the octets of one or more lines, by the terminals of RFC 3501 section 9. */
public final class ResponseBuilder {
    private static final byte[] CRLF = {'\r', '\n'};

    /** Longer strings are sent as literals, because clients limit the length of lines. */
    private static final int LONGEST_QUOTED = 1000;

    /** What stands for NUL in a string, as in the octets of a message. */
    private static final int NUL_SUBSTITUTE = 0x80;

    /** With overflow, what is gathered before it is passed on. */
    private static final int MUCH = 16 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private final Optional<OutputStream> overflow;

    /** Gathers everything in memory. */
    public ResponseBuilder() {
        this.overflow = Optional.empty();
    }

    /**
     * Gathers little, for responses of any length. If this fails, methods throw {@link UncheckedIOException}.
     *
     * @param overflow gets what would be too much; the rest is {@link #toBytes}
     */
    ResponseBuilder(OutputStream overflow) {
        this.overflow = Optional.of(overflow);
    }

    /** US-ASCII that is already in the form of the wire. */
    public ResponseBuilder raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        if (out.size() >= MUCH) {
            overflow.ifPresent(this::passOn);
        }
        return this;
    }

    public ResponseBuilder space() {
        out.write(' ');
        return this;
    }

    public ResponseBuilder number(long number) {
        return raw(Long.toString(number));
    }

    /** nil = "NIL". */
    public ResponseBuilder nil() {
        return raw("NIL");
    }

    /** string: quoted if it may be, otherwise a literal in UTF-8. */
    public ResponseBuilder string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    /** string: quoted if it may be, otherwise a literal. */
    public ResponseBuilder string(byte[] octets) {
        if (!isQuotable(octets)) {
            literalHeader(octets.length);
            for (byte octet : octets) {
                // RFC 3501 9: CHAR8 is any octet but NUL, which a header field may contain all the same
                out.write(octet == 0 ? NUL_SUBSTITUTE : octet);
            }
            return this;
        }
        out.write('"');
        for (byte octet : octets) {
            if (octet == '"' || octet == '\\') {
                out.write('\\');
            }
            out.write(octet);
        }
        out.write('"');
        return this;
    }

    /** string, given as octets of a message: one in each {@code char}. */
    public ResponseBuilder octetString(String octets) {
        return string(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** nstring = string / nil, given as octets of a message. */
    public ResponseBuilder optionalOctets(Optional<String> octets) {
        return octets.map(this::octetString).orElseGet(this::nil);
    }

    /** astring: an atom if it may be, otherwise a string. */
    public ResponseBuilder astring(String text) {
        // an atom NIL would be read as nil
        boolean atom =
                !text.isEmpty() && !text.equalsIgnoreCase("NIL") && text.chars().allMatch(Octets::isAstringChar);
        return atom ? raw(text) : string(text);
    }

    /** mailbox: a name in Unicode as modified UTF-7. */
    public ResponseBuilder mailbox(String name) {
        return astring(ModifiedUtf7.encode(name));
    }

    /** The announcement of a literal and its CRLF; the octets must follow. */
    public ResponseBuilder literalHeader(long octets) {
        return raw("{").number(octets).raw("}").crlf();
    }

    /** "(" item *(SP item) ")". */
    public <T> ResponseBuilder list(Collection<T> items, BiConsumer<ResponseBuilder, T> item) {
        raw("(");
        Iterator<T> each = items.iterator();
        while (each.hasNext()) {
            item.accept(this, each.next());
            if (each.hasNext()) {
                space();
            }
        }
        return raw(")");
    }

    public ResponseBuilder crlf() {
        out.writeBytes(CRLF);
        return this;
    }

    private void passOn(OutputStream target) {
        try {
            out.writeTo(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.reset();
    }

    /** What was built; with overflow, the rest of it. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static boolean isQuotable(byte[] octets) {
        if (octets.length > LONGEST_QUOTED) {
            return false;
        }
        for (byte octet : octets) {
            // RFC 3501 9: TEXT-CHAR is CHAR except CR and LF; other controls are legal, but clients fail on them
            if (octet < 0x20 || octet == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
