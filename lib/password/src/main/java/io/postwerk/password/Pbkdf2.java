package io.postwerk.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code {PBKDF2}$1$salt$iterations$hex}: one block of PBKDF2 with HMAC-SHA-1 (RFC 8018 5.2), with the salt as the text that
 * stands there.
 */
final class Pbkdf2 extends ComputedHash {

    private static final int MAX_ITERATIONS = 1_000_000;
    private static final String MAC = "HmacSHA1";
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private final byte[] salt;
    private final int iterations;
    private final byte[] key;

    private Pbkdf2(byte[] salt, int iterations, byte[] key) {
        this.salt = salt;
        this.iterations = iterations;
        this.key = key;
    }

    static Pbkdf2 parse(String text) throws UnusableVerifierException {
        String[] parts = text.split("\\$", -1);
        require(
                parts.length == 5 && parts[0].isEmpty() && parts[1].equals("1"),
                "is not of the form $1$salt$iterations$hex");
        int iterations = Integer.parseInt(parts[3]);
        require(iterations >= 1 && iterations <= MAX_ITERATIONS, "has more than " + MAX_ITERATIONS + " iterations");
        byte[] key = HexFormat.of().parseHex(parts[4].toLowerCase(Locale.ROOT));
        require(key.length == 20 && !parts[2].isEmpty(), "has no key of 20 octets, or no salt");
        return new Pbkdf2(parts[2].getBytes(StandardCharsets.UTF_8), iterations, key);
    }

    @Override
    boolean matches(byte[] password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            // Java refuses an empty key; HMAC pads keys with zeros, so one zero octet is the same key
            mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, MAC));
            mac.update(salt);
            byte[] last = mac.doFinal(FIRST_BLOCK);
            byte[] sum = last.clone();
            for (int i = 1; i < iterations; i++) {
                last = mac.doFinal(last);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] ^= last[j];
                }
            }
            return MessageDigest.isEqual(key, sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    @Override
    String scheme() {
        return "PBKDF2";
    }
}
