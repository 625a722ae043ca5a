package io.postwerk.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/** {@code {SSHA}}, {@code {SSHA256}}, {@code {SSHA512}}: the digest of password and salt, then the salt. As LDAP servers keep them. */
final class SaltedSha extends ComputedHash {

    private final String algorithm;
    private final byte[] digest;
    private final byte[] salt;

    private SaltedSha(String algorithm, byte[] digest, byte[] salt) {
        this.algorithm = algorithm;
        this.digest = digest;
        this.salt = salt;
    }

    static SaltedSha of(String algorithm, byte[] digestAndSalt) throws UnusableVerifierException {
        int length = instance(algorithm).getDigestLength();
        require(digestAndSalt.length > length, "has no salt");
        return new SaltedSha(
                algorithm,
                Arrays.copyOf(digestAndSalt, length),
                Arrays.copyOfRange(digestAndSalt, length, digestAndSalt.length));
    }

    @Override
    boolean matches(byte[] password) {
        MessageDigest computed = instance(algorithm);
        computed.update(password);
        computed.update(salt);
        return MessageDigest.isEqual(digest, computed.digest());
    }

    @Override
    String scheme() {
        return "SSHA";
    }

    private static MessageDigest instance(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
