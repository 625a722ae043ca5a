package io.postwerk.sasl.mechanism;

import java.util.Base64;
import java.util.Optional;

/**
 * The grammar that SCRAM messages are made of (RFC 5802 7): {@code a=value} attributes between commas, in a fixed order.
 * Reads from left to right; the first thing that is not as asked for makes the whole message malformed.
 */
final class ScramAttributes {

    private final String message;
    private int position;

    ScramAttributes(String message) {
        this.message = message;
    }

    /** The message is not of the grammar. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position >= message.length();
    }

    /** Whether the next part begins with that character; nothing is consumed. */
    boolean nextIs(char c) {
        return !atEnd() && message.charAt(position) == c;
    }

    /** The text up to the next comma or the end; the comma is consumed. */
    String part() throws Malformed {
        if (atEnd()) {
            throw new Malformed("the message ends too early");
        }
        int comma = message.indexOf(',', position);
        if (comma == message.length() - 1) {
            throw new Malformed("nothing follows the last comma");
        }
        int end = comma < 0 ? message.length() : comma;
        String part = message.substring(position, end);
        position = comma < 0 ? message.length() : comma + 1;
        return part;
    }

    /** The value of the next attribute, which must have that name. */
    String value(char name) throws Malformed {
        String part = part();
        if (part.length() < 2 || part.charAt(0) != name || part.charAt(1) != '=') {
            throw new Malformed("attribute " + name + " is missing");
        }
        return part.substring(2);
    }

    /** The value of the next attribute, in base64. */
    byte[] octets(char name) throws Malformed {
        try {
            return Base64.getDecoder().decode(value(name));
        } catch (IllegalArgumentException e) {
            throw new Malformed("attribute " + name + " is not base64");
        }
    }

    /** Optional extensions at the end of a message are ignored (RFC 5802 5.1), but they have to be attributes. */
    void skipExtensions() throws Malformed {
        while (!atEnd()) {
            checkExtension(part());
        }
    }

    static void checkExtension(String part) throws Malformed {
        if (part.length() < 3 || !Character.isLetter(part.charAt(0)) || part.charAt(1) != '=') {
            throw new Malformed("an extension is not an attribute");
        }
    }

    /** RFC 5802 5.1: a nonce is printable ASCII without commas. */
    static String checkNonce(String nonce) throws Malformed {
        if (nonce.isEmpty() || !nonce.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ',')) {
            throw new Malformed("the nonce is not printable");
        }
        return nonce;
    }

    /** RFC 5802 5.1: {@code =2C} is a comma and {@code =3D} an equals sign; any other use of = is an error. */
    static Optional<String> decodeName(String text) {
        var name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '=') {
                name.append(c);
            } else if (text.startsWith("2C", i + 1)) {
                name.append(',');
                i += 2;
            } else if (text.startsWith("3D", i + 1)) {
                name.append('=');
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return name.isEmpty() || name.indexOf("\0") >= 0 ? Optional.empty() : Optional.of(name.toString());
    }

    static String encodeName(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }
}
