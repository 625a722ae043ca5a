package io.postwerk.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password for SCRAM-SHA-256 (RFC 5802 3, RFC 7677): it checks a client's proof, and a plain password,
 * and neither of them can be had from it. Immutable; the arrays are copied in and out.
 */
public final class ScramVerifier {

    /** Iterations of a new verifier when nothing else is asked for. */
    public static final int DEFAULT_ITERATIONS = 16_384;

    /** RFC 7677 4. */
    public static final int MIN_ITERATIONS = 4_096;

    /** More than this only serves to keep a processor busy. */
    public static final int MAX_ITERATIONS = 10_000_000;

    /** Octets of a client proof. */
    public static final int PROOF_LENGTH = Sha256.LENGTH;

    private static final int KEY_LENGTH = Sha256.LENGTH;

    private static final String PREFIX = "{SCRAM-SHA-256}";
    private static final int MAX_SALT = 255;

    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "iterations must be from " + MIN_ITERATIONS + " to " + MAX_ITERATIONS + ", not " + iterations);
        }
        if (salt.length == 0 || salt.length > MAX_SALT) {
            throw new IllegalArgumentException("a salt has 1 to " + MAX_SALT + " octets, not " + salt.length);
        }
        if (storedKey.length != KEY_LENGTH || serverKey.length != KEY_LENGTH) {
            throw new IllegalArgumentException("StoredKey and ServerKey have " + KEY_LENGTH + " octets each");
        }
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * Makes the verifier of a new password. Costs {@code iterations} times two rounds of SHA-256.
     *
     * @throws SaslPrepException when the password is empty or could not be typed the same way twice
     */
    public static ScramVerifier create(String password, byte[] salt, int iterations) throws SaslPrepException {
        String prepared = SaslPrep.stored(password);
        if (prepared.isEmpty()) {
            throw new SaslPrepException("is empty");
        }
        return ofSaltedPassword(iterations, salt.clone(), saltedPassword(prepared, salt, iterations));
    }

    /** A verifier of the given keys. */
    public static ScramVerifier of(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        return new ScramVerifier(iterations, salt.clone(), storedKey.clone(), serverKey.clone());
    }

    /** Reads what {@link #encode()} writes; empty when it is anything else. */
    public static Optional<ScramVerifier> decode(String text) {
        if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        String[] parts = text.substring(PREFIX.length()).split(",", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            var base64 = Base64.getDecoder();
            return Optional.of(new ScramVerifier(
                    Integer.parseInt(parts[0]),
                    base64.decode(parts[1]),
                    base64.decode(parts[2]),
                    base64.decode(parts[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code {SCRAM-SHA-256}iterations,salt,StoredKey,ServerKey}, binary parts in base64, as Dovecot writes it. */
    public String encode() {
        var base64 = Base64.getEncoder();
        return PREFIX
                + iterations
                + ','
                + base64.encodeToString(salt)
                + ','
                + base64.encodeToString(storedKey)
                + ','
                + base64.encodeToString(serverKey);
    }

    /**
     * Whether {@code password} is the one this was made of. Costs as much as {@link #create}, whatever the answer.
     */
    public boolean verify(String password) {
        String prepared;
        try {
            prepared = SaslPrep.query(password);
        } catch (SaslPrepException e) {
            prepared = "";
        }
        boolean matches = verifySalted(saltedPassword(prepared, salt, iterations));
        return matches && !prepared.isEmpty();
    }

    /** Whether {@link #saltedPassword} with this salt and iterations gave {@code saltedPassword}. Costs little. */
    public boolean verifySalted(byte[] saltedPassword) {
        // RFC 5802 3: StoredKey := H(HMAC(SaltedPassword, "Client Key"))
        return MessageDigest.isEqual(storedKey, Sha256.digest(hmac(saltedPassword, "Client Key")));
    }

    /** Whether the salted password of the two is the same for the same password. */
    public boolean sharesSaltWith(ScramVerifier other) {
        return iterations == other.iterations && Arrays.equals(salt, other.salt);
    }

    /**
     * Whether the client knows the password.
     *
     * @param authMessage the messages that both sides have signed (RFC 5802 3, AuthMessage)
     * @param clientProof the {@code p=} attribute, decoded
     */
    public boolean verifyProof(byte[] authMessage, byte[] clientProof) {
        if (clientProof.length != PROOF_LENGTH) {
            return false;
        }
        // RFC 5802 3: ClientKey = ClientProof XOR HMAC(StoredKey, AuthMessage); H(ClientKey) has to be StoredKey
        byte[] clientKey = Sha256.hmac(storedKey, authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= clientProof[i];
        }
        return MessageDigest.isEqual(storedKey, Sha256.digest(clientKey));
    }

    /** What proves to the client that the server has this verifier (RFC 5802 3, ServerSignature). */
    public byte[] serverSignature(byte[] authMessage) {
        return Sha256.hmac(serverKey, authMessage);
    }

    public int iterations() {
        return iterations;
    }

    public byte[] salt() {
        return salt.clone();
    }

    /** Hi(password, salt, iterations) of RFC 5802 2.2: PBKDF2 with HMAC-SHA-256. The password is prepared already. */
    public static byte[] saltedPassword(String prepared, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(prepared.toCharArray(), salt, iterations, KEY_LENGTH * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static ScramVerifier ofSaltedPassword(int iterations, byte[] salt, byte[] saltedPassword) {
        // RFC 5802 3
        return new ScramVerifier(
                iterations,
                salt,
                Sha256.digest(hmac(saltedPassword, "Client Key")),
                hmac(saltedPassword, "Server Key"));
    }

    private static byte[] hmac(byte[] key, String text) {
        return Sha256.hmac(key, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramVerifier that
                && sharesSaltWith(that)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt) * 31 + iterations;
    }

    /** Without the keys: this may end in a log. */
    @Override
    public String toString() {
        return PREFIX + iterations + ",...";
    }
}
