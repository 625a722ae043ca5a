package io.postwerk.sasl.mechanism;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import io.postwerk.password.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Verifiers for users that do not exist. No password matches them, and to a client they look and cost like real ones. The salt of
 * a name is always the same, since a salt that changes would show that the user does not exist.
 */
public final class Decoys {

    private final byte[] key;
    private final int saltLength;
    private final int iterations;

    /**
     * @param key secret; as long as it stays, so do the salts
     * @param saltLength octets of a real salt, at most 32
     * @param iterations of a real verifier
     */
    public Decoys(byte[] key, int saltLength, int iterations) {
        if (saltLength < 1 || saltLength > Sha256.LENGTH) {
            throw new IllegalArgumentException("a salt of " + saltLength + " octets cannot be made");
        }
        this.key = key.clone();
        this.saltLength = saltLength;
        this.iterations = iterations;
    }

    /** The decoy for a name. Spellings that would be one user have one decoy. */
    public ScramVerifier verifier(ScramHash hash, String name) {
        String userName =
                EmailAddress.tryParse(name).map(EmailAddress::canonical).orElse(name);
        byte[] salt = Arrays.copyOf(derive("salt", userName), saltLength);
        return ScramVerifier.of(
                hash,
                iterations,
                salt,
                Arrays.copyOf(derive("stored", userName), hash.length()),
                Arrays.copyOf(derive("server", userName), hash.length()));
    }

    private byte[] derive(String purpose, String userName) {
        return Sha256.hmac(key, (purpose + '\0' + userName).getBytes(StandardCharsets.UTF_8));
    }
}
