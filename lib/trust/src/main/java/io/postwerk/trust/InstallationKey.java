package io.postwerk.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random key of an installation, made once and kept. Salts are derived from it, so that the same user keeps the same salt (a
 * client may cache what it derived, RFC 5802 5.1) without its being stored; it also keys the digests that detect a changed
 * password, so that these cannot be used to guess passwords.
 */
public final class InstallationKey {
    /** Octets of a key. */
    public static final int OCTETS = 32;

    private static final int SALT_OCTETS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private InstallationKey(byte[] key) {
        this.key = key;
    }

    /** A new one. */
    public static InstallationKey generate() {
        byte[] fresh = new byte[OCTETS];
        RANDOM.nextBytes(fresh);
        return new InstallationKey(fresh);
    }

    /**
     * One that was kept.
     *
     * @throws IllegalArgumentException if it is no key of {@value #OCTETS} octets
     */
    public static InstallationKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("an installation key has " + OCTETS + " octets, not " + octets.length);
        }
        return new InstallationKey(octets.clone());
    }

    /** The key itself, to be kept where nobody else reads. */
    public byte[] octets() {
        return key.clone();
    }

    /** Salt of all verifiers of a user. */
    public byte[] salt(String mailboxId) {
        return Arrays.copyOf(derive("salt", mailboxId), SALT_OCTETS);
    }

    /** Key from which the salt shown for an unknown user of a MailServer is made, base64. */
    public String unknownUserKey(String server) {
        return Base64.getEncoder().encodeToString(derive("unknown-user", server));
    }

    /**
     * HMAC-SHA-256 of a purpose and a text.
     *
     * @return 32 octets
     */
    public byte[] derive(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Without the key: this may end in a log. */
    @Override
    public String toString() {
        return "installation key";
    }
}
