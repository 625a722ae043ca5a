package io.postwerk.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code {SHA256-CRYPT}} ({@code $5$}) and {@code {SHA512-CRYPT}} ({@code $6$}): "Unix crypt using SHA-256 and SHA-512" by Ulrich
 * Drepper, as crypt(3) writes it.
 */
final class ShaCrypt extends ComputedHash {

    private static final Pattern SHAPE =
            Pattern.compile("\\$([56])\\$(?:rounds=(\\d{1,9})\\$)?([^$:\\n]{0,16})\\$([./0-9A-Za-z]{43,86})");

    private static final int DEFAULT_ROUNDS = 5_000;
    private static final int MIN_ROUNDS = 1_000;
    private static final int MAX_ROUNDS = 1_000_000;
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final boolean wide;
    private final int rounds;
    private final byte[] salt;
    private final String hash;

    private ShaCrypt(boolean wide, int rounds, byte[] salt, String hash) {
        this.wide = wide;
        this.rounds = rounds;
        this.salt = salt;
        this.hash = hash;
    }

    static ShaCrypt parse(String text) throws UnusableVerifierException {
        Matcher matcher = SHAPE.matcher(text);
        require(matcher.matches(), "is no SHA crypt string");
        boolean wide = matcher.group(1).equals("6");
        int rounds = matcher.group(2) == null ? DEFAULT_ROUNDS : Integer.parseInt(matcher.group(2));
        require(rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS, "has rounds that are not from 1000 to " + MAX_ROUNDS);
        require(matcher.group(4).length() == (wide ? 86 : 43), "has a hash of the wrong length");
        return new ShaCrypt(wide, rounds, matcher.group(3).getBytes(StandardCharsets.UTF_8), matcher.group(4));
    }

    @Override
    boolean matches(byte[] password) {
        String computed = encode(compute(password));
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), computed.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    String scheme() {
        return wide ? "SHA512-CRYPT" : "SHA256-CRYPT";
    }

    private byte[] compute(byte[] password) {
        MessageDigest digest = instance();
        digest.update(password);
        digest.update(salt);
        digest.update(password);
        byte[] b = digest.digest();

        digest.update(password);
        digest.update(salt);
        digest.update(repeat(b, password.length));
        for (int bits = password.length; bits > 0; bits >>= 1) {
            digest.update((bits & 1) != 0 ? b : password);
        }
        byte[] last = digest.digest();

        for (int i = 0; i < password.length; i++) {
            digest.update(password);
        }
        byte[] p = repeat(digest.digest(), password.length);
        for (int i = 0; i < 16 + (last[0] & 0xFF); i++) {
            digest.update(salt);
        }
        byte[] s = repeat(digest.digest(), salt.length);

        for (int round = 0; round < rounds; round++) {
            boolean odd = (round & 1) != 0;
            digest.update(odd ? p : last);
            if (round % 3 != 0) {
                digest.update(s);
            }
            if (round % 7 != 0) {
                digest.update(p);
            }
            digest.update(odd ? last : p);
            last = digest.digest();
        }
        return last;
    }

    private static byte[] repeat(byte[] block, int length) {
        byte[] repeated = new byte[length];
        for (int at = 0; at < length; at += block.length) {
            System.arraycopy(block, 0, repeated, at, Math.min(block.length, length - at));
        }
        return repeated;
    }

    /** Three octets at a time, in an order that goes round: each of them a third of the digest behind the one before. */
    private String encode(byte[] digest) {
        var text = new StringBuilder(86);
        int third = digest.length / 3;
        int[] at = {0, third, 2 * third};
        for (int i = 0; i < third; i++) {
            append(text, digest[at[0]] << 16 & 0xFF0000 | digest[at[1]] << 8 & 0xFF00 | digest[at[2]] & 0xFF, 4);
            // SHA-512 turns to the left, SHA-256 to the right
            at = wide ? new int[] {at[1] + 1, at[2] + 1, at[0] + 1} : new int[] {at[2] + 1, at[0] + 1, at[1] + 1};
        }
        if (wide) {
            append(text, digest[63] & 0xFF, 2);
        } else {
            append(text, digest[31] << 8 & 0xFF00 | digest[30] & 0xFF, 3);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int bits, int characters) {
        int left = bits;
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt(left & 0x3F));
            left >>>= 6;
        }
    }

    private MessageDigest instance() {
        try {
            return MessageDigest.getInstance(wide ? "SHA-512" : "SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-2", e);
        }
    }
}
