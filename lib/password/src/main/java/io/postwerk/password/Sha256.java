package io.postwerk.password;

/** SHA-256 and HMAC with it, for what is not a password. */
public final class Sha256 {

    /** Octets of a digest. */
    public static final int LENGTH = ScramHash.SHA_256.length();

    private Sha256() {}

    public static byte[] digest(byte[] data) {
        return ScramHash.SHA_256.digest(data);
    }

    public static byte[] hmac(byte[] key, byte[] data) {
        return ScramHash.SHA_256.hmac(key, data);
    }
}
