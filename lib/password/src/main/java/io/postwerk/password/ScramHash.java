package io.postwerk.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** H(), HMAC() and Hi() of RFC 5802 2.2, without checked exceptions: every Java has them. */
public enum ScramHash {
    /** RFC 5802. Only for verifiers that were made elsewhere: new ones are made with SHA-256. */
    SHA_1("SHA-1", "HmacSHA1", "PBKDF2WithHmacSHA1", 20),
    /** RFC 7677. */
    SHA_256("SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 32);

    private final String digest;
    private final String mac;
    private final String pbkdf2;
    private final int length;

    ScramHash(String digest, String mac, String pbkdf2, int length) {
        this.digest = digest;
        this.mac = mac;
        this.pbkdf2 = pbkdf2;
        this.length = length;
    }

    /** Octets of a digest. */
    public int length() {
        return length;
    }

    /** {@code SCRAM-SHA-1}: the name of the mechanism and of the scheme of its verifiers. */
    public String mechanism() {
        return "SCRAM-" + digest;
    }

    /** The hash of that scheme, which is compared without case. */
    static Optional<ScramHash> ofScheme(String scheme) {
        for (ScramHash hash : values()) {
            if (hash.mechanism().equalsIgnoreCase(scheme)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    public byte[] digest(byte[] data) {
        try {
            return MessageDigest.getInstance(digest).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + digest, e);
        }
    }

    public byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac instance = Mac.getInstance(mac);
            instance.init(new SecretKeySpec(key, mac));
            return instance.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + mac, e);
        }
    }

    /** Hi(password, salt, iterations) of RFC 5802 2.2: PBKDF2. The password is prepared already, and not empty. */
    public byte[] saltedPassword(String prepared, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(prepared.toCharArray(), salt, iterations, length * 8);
        try {
            return SecretKeyFactory.getInstance(pbkdf2).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + pbkdf2, e);
        } finally {
            spec.clearPassword();
        }
    }
}
