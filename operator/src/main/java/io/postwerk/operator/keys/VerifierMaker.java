package io.postwerk.operator.keys;

import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;

/** Makes a verifier of a password: what is expensive on purpose. */
@FunctionalInterface
public interface VerifierMaker {
    /** SCRAM-SHA-256 with the default number of iterations. */
    VerifierMaker SCRAM_SHA_256 =
            (password, salt) -> ScramVerifier.create(password, salt, ScramVerifier.DEFAULT_ITERATIONS)
                    .encode();

    /**
     * The verifier, in the form of {@code users-NN.json}.
     *
     * @throws SaslPrepException if RFC 4013 does not allow the password
     */
    String make(String password, byte[] salt) throws SaslPrepException;
}
