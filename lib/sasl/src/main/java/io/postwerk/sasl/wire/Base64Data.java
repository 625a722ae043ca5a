package io.postwerk.sasl.wire;

import java.util.Base64;

/** Data of a mechanism, which travels in base64. Text that is not base64 fails the request, not the connection. */
public sealed interface Base64Data {

    record Octets(byte[] octets) implements Base64Data {}

    record NotBase64(String text) implements Base64Data {}

    static Base64Data of(byte[] octets) {
        return new Octets(octets);
    }

    /** RFC 4648 4, strictly: padded, and nothing but the alphabet. */
    static Base64Data decode(String text) {
        if (text.length() % 4 != 0) {
            return new NotBase64(text);
        }
        try {
            return new Octets(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return new NotBase64(text);
        }
    }

    /** The octets; none of what is no base64. */
    default byte[] octets() {
        return switch (this) {
            case Octets(byte[] decoded) -> decoded;
            case NotBase64 _ -> new byte[0];
        };
    }

    /** The text on the wire. */
    default String encoded() {
        return switch (this) {
            case Octets(byte[] octets) -> Base64.getEncoder().encodeToString(octets);
            case NotBase64(String text) -> text;
        };
    }
}
