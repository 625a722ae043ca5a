package io.postwerk.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret in a config file: a verifier, a password, a key. It never shows itself, it takes one octet of memory per octet, and
 * it is compared in constant time.
 */
public final class SecretText {
    private final byte[] utf8;

    /** A secret of the given text. */
    public SecretText(String text) {
        utf8 = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The secret itself. */
    public String reveal() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Length in octets (UTF-8). */
    public int octets() {
        return utf8.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText that && MessageDigest.isEqual(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
