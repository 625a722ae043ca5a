package io.postwerk.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * {@code {SHA256-CRYPT}} ({@code $5$}) and {@code {SHA512-CRYPT}} ({@code $6$}): "Unix crypt using SHA-256 and SHA-512" by Ulrich
 * Drepper, as crypt(3) writes it.
 */
final class ShaCrypt extends ComputedHash {

    /** Settings (method, rounds, salt) and the hash. */
    private static final Pattern SHAPE =
            Pattern.compile("(\\$([56])\\$(?:rounds=(\\d{1,9})\\$)?[./0-9A-Za-z]{1,16})\\$([./0-9A-Za-z]{43,86})");

    private static final int DEFAULT_ROUNDS = 5_000;
    private static final int MIN_ROUNDS = 1_000;
    private static final int MAX_ROUNDS = 1_000_000;

    private final boolean wide;
    private final String settings;
    private final byte[] hash;

    private ShaCrypt(boolean wide, String settings, String hash) {
        this.wide = wide;
        this.settings = settings;
        this.hash = hash.getBytes(StandardCharsets.US_ASCII);
    }

    static ShaCrypt parse(String text) throws UnusableVerifierException {
        Matcher matcher = SHAPE.matcher(text);
        require(matcher.matches(), "is no SHA crypt string");
        boolean wide = matcher.group(2).equals("6");
        int rounds = matcher.group(3) == null ? DEFAULT_ROUNDS : Integer.parseInt(matcher.group(3));
        require(rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS, "has rounds that are not from 1000 to " + MAX_ROUNDS);
        require(matcher.group(4).length() == (wide ? 86 : 43), "has a hash of the wrong length");
        return new ShaCrypt(wide, matcher.group(1), matcher.group(4));
    }

    /** The password is overwritten. */
    @Override
    boolean matches(byte[] password) {
        String computed = wide ? Sha2Crypt.sha512Crypt(password, settings) : Sha2Crypt.sha256Crypt(password, settings);
        String computedHash = computed.substring(computed.lastIndexOf('$') + 1);
        return MessageDigest.isEqual(hash, computedHash.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    String scheme() {
        return wide ? "SHA512-CRYPT" : "SHA256-CRYPT";
    }
}
