package io.postwerk.imapserver.imap.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The encoding of mailbox names, RFC 3501 section 5.1.3. Decoding accepts only what {@link #encode} makes, so that a
 * name has one form on the wire.
 */
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    /** Printable US-ASCII stays, "&" becomes "&-", all else is UTF-16 in base64 with "," for "/" and no padding. */
    public static String encode(String name) {
        StringBuilder wire = new StringBuilder();
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (c == '&') {
                wire.append("&-");
                i++;
            } else if (isDirect(c)) {
                wire.append(c);
                i++;
            } else {
                int start = i;
                while (i < name.length() && !isDirect(name.charAt(i))) {
                    i++;
                }
                byte[] utf16 = name.substring(start, i).getBytes(StandardCharsets.UTF_16BE);
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
                wire.append('&').append(base64.replace('/', ',')).append('-');
            }
        }
        return wire.toString();
    }

    /** The name in Unicode; empty if the wire form is malformed or not the canonical one. */
    public static Optional<String> decode(String wire) {
        StringBuilder name = new StringBuilder();
        int i = 0;
        while (i < wire.length()) {
            char c = wire.charAt(i);
            if (!isDirect(c)) {
                return Optional.empty();
            }
            if (c != '&') {
                name.append(c);
                i++;
                continue;
            }
            int end = wire.indexOf('-', i);
            if (end < 0) {
                return Optional.empty();
            }
            String shifted = wire.substring(i + 1, end);
            if (shifted.isEmpty()) {
                name.append('&');
            } else {
                Optional<String> decoded = utf16(shifted);
                if (decoded.isEmpty()) {
                    return Optional.empty();
                }
                name.append(decoded.get());
            }
            i = end + 1;
        }
        // RFC 3501 5.1.3: no superfluous shifts, no encoded printable US-ASCII, no stray bits
        return encode(name.toString()).equals(wire) ? Optional.of(name.toString()) : Optional.empty();
    }

    private static Optional<String> utf16(String shifted) {
        if (shifted.indexOf('/') >= 0 || shifted.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getDecoder().decode(shifted.replace(',', '/'));
            return Optional.of(StandardCharsets.UTF_16BE
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
