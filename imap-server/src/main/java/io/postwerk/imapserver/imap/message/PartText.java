package io.postwerk.imapserver.imap.message;

import io.postwerk.mail.BodyPart;
import io.postwerk.mail.Charsets;
import io.postwerk.mail.HeaderBlock;
import io.postwerk.mail.HeaderText;
import io.postwerk.mail.LongWork;
import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/** Header fields and text parts of a message, decoded. A malformed message is never an error. */
final class PartText {
    /** Of longer headers only the beginning is searched. */
    private static final int LONGEST_HEADER = 1 << 20;

    private PartText() {}

    /** The body of a text part: content transfer encoding (RFC 2045 section 6) and charset decoded. */
    static Reader body(MessageSource message, BodyPart part) {
        InputStream octets = message.open(part.octets().offset(), part.octets().length());
        InputStream decoded = switch (part.encoding()) {
            case "base64" -> new Base64InputStream(octets, DecodeMonitor.SILENT);
            case "quoted-printable" -> new QuotedPrintableInputStream(octets, DecodeMonitor.SILENT);
            default -> octets;
        };
        return new InputStreamReader(decoded, charset(part.parameter("charset").orElse("us-ascii")));
    }

    /** Falls back to UTF-8 if the charset is unknown or not declared; US-ASCII is a part of it. */
    private static Charset charset(String name) {
        return Charsets.find(name)
                .filter(charset -> !charset.equals(StandardCharsets.US_ASCII))
                .orElse(StandardCharsets.UTF_8);
    }

    /** A header, as octets. */
    static byte[] header(MessageSource message, BodyPart.Range range) throws IOException {
        return message.slice(range.offset(), Math.min(range.length(), LONGEST_HEADER))
                .readAll();
    }

    /** Whether a field holds a text; a field of any name, if {@code name} is empty. */
    static boolean isInField(byte[] header, String name, TextFinder text, LongWork work) throws IOException {
        for (HeaderBlock.Field field : HeaderBlock.fields(header)) {
            work.step();
            boolean asked = name.isEmpty() || field.name().equalsIgnoreCase(name);
            if (asked && isIn(field.value(header), text, work)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value, which may be as long as the header, holds a text when it is decoded. */
    static boolean isIn(String value, TextFinder text, LongWork work) throws IOException {
        TextFinder.Match match = text.begin();
        HeaderText.<IOException>decode(value, piece -> {
            match.add(piece);
            work.step();
        });
        return match.found();
    }
}
