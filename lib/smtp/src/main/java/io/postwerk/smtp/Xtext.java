package io.postwerk.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text without spaces, controls, {@code +} and {@code =}: each octet of these is {@code +HH} (RFC 3461 4). */
public final class Xtext {
    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /** Encodes the UTF-8 octets of {@code text}. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isXchar(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('+').append(HEX.charAt((octet >> 4) & 0xf)).append(HEX.charAt(octet & 0xf));
            }
        }
        return encoded.toString();
    }

    /** Decodes, reading the octets as UTF-8; empty if {@code encoded} is no xtext. */
    public static Optional<String> decode(String encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (isXchar(c)) {
                decoded.write(c);
            } else if (c == '+' && i + 2 < encoded.length()) {
                // RFC 3461 4: hexchar is "+" and two upper-case hexadecimal digits
                int high = HEX.indexOf(encoded.charAt(i + 1));
                int low = HEX.indexOf(encoded.charAt(i + 2));
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(decoded.toString(StandardCharsets.UTF_8));
    }

    private static boolean isXchar(int c) {
        return c > ' ' && c < 0x7f && c != '+' && c != '=';
    }
}
