package io.postwerk.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The stored value of a password for SCRAM (RFC 5802 3, RFC 7677). It checks a client's proof or a plain password, and reveals
 * neither. Immutable; the arrays are copied in and out.
 */
public final class ScramVerifier implements PasswordVerifier {

    /** Iterations of a new verifier when nothing else is asked for. */
    public static final int DEFAULT_ITERATIONS = 16_384;

    /** RFC 7677 4, RFC 5802 5.1. */
    public static final int MIN_ITERATIONS = 4_096;

    /** More would only burn processor time. */
    public static final int MAX_ITERATIONS = 1_000_000;

    private static final int MAX_SALT = 255;

    private final ScramHash hash;
    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramVerifier(ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "iterations must be from " + MIN_ITERATIONS + " to " + MAX_ITERATIONS + ", not " + iterations);
        }
        if (salt.length == 0 || salt.length > MAX_SALT) {
            throw new IllegalArgumentException("a salt has 1 to " + MAX_SALT + " octets, not " + salt.length);
        }
        if (storedKey.length != hash.length() || serverKey.length != hash.length()) {
            throw new IllegalArgumentException("StoredKey and ServerKey have " + hash.length() + " octets each");
        }
        this.hash = hash;
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * Makes the verifier of a new password, for SCRAM-SHA-256. Costs {@code iterations} times two rounds of SHA-256.
     *
     * @throws SaslPrepException when the password is empty or could not be typed the same way twice
     */
    public static ScramVerifier create(String password, byte[] salt, int iterations) throws SaslPrepException {
        return create(ScramHash.SHA_256, password, salt, iterations);
    }

    /** Makes the verifier of a new password with a hash; see {@link #create(String, byte[], int)}. */
    public static ScramVerifier create(ScramHash hash, String password, byte[] salt, int iterations)
            throws SaslPrepException {
        String prepared = SaslPrep.stored(password);
        if (prepared.isEmpty()) {
            throw new SaslPrepException("is empty");
        }
        byte[] salted = hash.saltedPassword(prepared, salt, iterations);
        // RFC 5802 3
        return new ScramVerifier(
                hash,
                iterations,
                salt.clone(),
                hash.digest(hash.hmac(salted, ascii("Client Key"))),
                hash.hmac(salted, ascii("Server Key")));
    }

    /** A verifier of the given keys. */
    public static ScramVerifier of(ScramHash hash, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        return new ScramVerifier(hash, iterations, salt.clone(), storedKey.clone(), serverKey.clone());
    }

    /** Reads what {@link #encode()} writes; empty when it is anything else. */
    public static Optional<ScramVerifier> decode(String text) {
        int end = text.indexOf('}');
        if (!text.startsWith("{") || end < 0) {
            return Optional.empty();
        }
        return ScramHash.ofScheme(text.substring(1, end)).flatMap(hash -> decode(hash, text.substring(end + 1)));
    }

    private static Optional<ScramVerifier> decode(ScramHash hash, String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            var base64 = Base64.getDecoder();
            return Optional.of(new ScramVerifier(
                    hash,
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
        return prefix()
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
        try {
            return match(TypedPassword.of(password)) == Match.YES;
        } catch (SaslPrepException e) {
            return match(new TypedPassword("", "")) == Match.YES;
        }
    }

    @Override
    public Match match(TypedPassword password) {
        boolean matches = verifySalted(saltedPassword(password));
        return matches && !password.isEmpty() ? Match.YES : Match.NO;
    }

    @Override
    public WorkKind workKind() {
        return WorkKind.CPU_BOUND;
    }

    /** The expensive part of {@link #match}, for {@link #verifySalted} of all verifiers that share salt and iterations. */
    public byte[] saltedPassword(TypedPassword password) {
        return hash.saltedPassword(password.prepared(), salt, iterations);
    }

    /** Whether {@link #saltedPassword} with this salt and iterations gave {@code saltedPassword}. Costs little. */
    public boolean verifySalted(byte[] saltedPassword) {
        // RFC 5802 3: StoredKey := H(HMAC(SaltedPassword, "Client Key"))
        return MessageDigest.isEqual(storedKey, hash.digest(hash.hmac(saltedPassword, ascii("Client Key"))));
    }

    /** Whether the salted password of the two is the same for the same password. */
    public boolean sharesSaltWith(ScramVerifier other) {
        return hash == other.hash && iterations == other.iterations && Arrays.equals(salt, other.salt);
    }

    /**
     * Whether the client knows the password.
     *
     * @param authMessage the messages that both sides have signed (RFC 5802 3, AuthMessage)
     * @param clientProof the {@code p=} attribute, decoded
     */
    public boolean verifyProof(byte[] authMessage, byte[] clientProof) {
        if (clientProof.length != hash.length()) {
            return false;
        }
        // RFC 5802 3: ClientKey = ClientProof XOR HMAC(StoredKey, AuthMessage); H(ClientKey) has to be StoredKey
        byte[] clientKey = hash.hmac(storedKey, authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= clientProof[i];
        }
        return MessageDigest.isEqual(storedKey, hash.digest(clientKey));
    }

    /** The proof to the client that the server has this verifier (RFC 5802 3, ServerSignature). */
    public byte[] serverSignature(byte[] authMessage) {
        return hash.hmac(serverKey, authMessage);
    }

    public ScramHash hash() {
        return hash;
    }

    public int iterations() {
        return iterations;
    }

    public byte[] salt() {
        return salt.clone();
    }

    private String prefix() {
        return '{' + hash.mechanism() + '}';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
        return prefix() + iterations + ",...";
    }
}
