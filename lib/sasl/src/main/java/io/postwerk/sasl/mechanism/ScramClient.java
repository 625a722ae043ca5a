package io.postwerk.sasl.mechanism;

import io.postwerk.password.SaslPrep;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * The client's side of one SCRAM exchange (RFC 5802 5, RFC 7677): {@link #first()}, then {@link #answer} to the server's
 * challenge, then {@link #accepts} of what came with the server's success. A server that {@code accepts} refuses does not know the
 * password: nothing it says may be believed.
 */
public final class ScramClient {

    private final ScramHash hash;
    private final String gs2Header;
    private final byte[] bindingData;
    private final String password;
    private final String bare;
    private final String clientNonce;
    private byte[] expectedSignature = new byte[0];

    /** SCRAM-SHA-256 without channel binding. */
    public ScramClient(String userName, String password, String clientNonce) throws SaslPrepException {
        this(ScramHash.SHA_256, Optional.empty(), userName, password, clientNonce);
    }

    /**
     * Any variant.
     *
     * @param binding with which to bind, for a {@code -PLUS} mechanism
     * @param clientNonce printable ASCII without commas, new for each exchange
     */
    public ScramClient(
            ScramHash hash, Optional<ChannelBinding> binding, String userName, String password, String clientNonce)
            throws SaslPrepException {
        this.hash = hash;
        this.gs2Header = binding.map(b -> "p=" + b.type() + ",,").orElse("n,,");
        this.bindingData = binding.map(ChannelBinding::data).orElse(new byte[0]);
        this.password = SaslPrep.query(password);
        this.clientNonce = clientNonce;
        this.bare = "n=" + ScramAttributes.encodeName(SaslPrep.query(userName)) + ",r=" + clientNonce;
    }

    /** The initial response. */
    public byte[] first() {
        return (gs2Header + bare).getBytes(StandardCharsets.UTF_8);
    }

    /** The response to the server's first message; empty when that is malformed or asks for too much or too little. */
    public Optional<byte[]> answer(byte[] serverFirst) {
        try {
            String challenge = Utf8.decode(serverFirst).orElseThrow(() -> new ScramAttributes.Malformed("not UTF-8"));
            var attributes = new ScramAttributes(challenge);
            String nonce = ScramAttributes.checkNonce(attributes.value('r'));
            byte[] salt = attributes.octets('s');
            int iterations = iterations(attributes.value('i'));
            attributes.skipExtensions();
            // RFC 5802 5.1: the nonce has to begin with ours, and to go on
            if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length() || salt.length == 0) {
                return Optional.empty();
            }
            return Optional.of(prove(challenge, nonce, salt, iterations));
        } catch (ScramAttributes.Malformed e) {
            return Optional.empty();
        }
    }

    /** Whether the server has proved that it knows the verifier. */
    public boolean accepts(byte[] serverFinal) {
        try {
            var attributes = new ScramAttributes(
                    Utf8.decode(serverFinal).orElseThrow(() -> new ScramAttributes.Malformed("not UTF-8")));
            byte[] signature = attributes.octets('v');
            attributes.skipExtensions();
            return expectedSignature.length > 0 && MessageDigest.isEqual(expectedSignature, signature);
        } catch (ScramAttributes.Malformed e) {
            return false;
        }
    }

    private byte[] prove(String challenge, String nonce, byte[] salt, int iterations) {
        var base64 = Base64.getEncoder();
        var bound = new ByteArrayOutputStream();
        bound.writeBytes(gs2Header.getBytes(StandardCharsets.US_ASCII));
        bound.writeBytes(bindingData);
        String withoutProof = "c=" + base64.encodeToString(bound.toByteArray()) + ",r=" + nonce;
        byte[] authMessage = (bare + ',' + challenge + ',' + withoutProof).getBytes(StandardCharsets.UTF_8);
        // RFC 5802 3
        byte[] salted = hash.saltedPassword(password, salt, iterations);
        byte[] proof = hash.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = hash.hmac(hash.digest(proof), authMessage);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        byte[] serverKey = hash.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
        expectedSignature = hash.hmac(serverKey, authMessage);
        return (withoutProof + ",p=" + base64.encodeToString(proof)).getBytes(StandardCharsets.UTF_8);
    }

    private static int iterations(String text) throws ScramAttributes.Malformed {
        try {
            int iterations = Integer.parseInt(text);
            // RFC 7677 4, and a bound on what a server may make us compute
            if (iterations >= ScramVerifier.MIN_ITERATIONS && iterations <= ScramVerifier.MAX_ITERATIONS) {
                return iterations;
            }
        } catch (NumberFormatException e) {
            throw new ScramAttributes.Malformed("the iteration count is not a number");
        }
        throw new ScramAttributes.Malformed("the iteration count is out of bounds");
    }
}
