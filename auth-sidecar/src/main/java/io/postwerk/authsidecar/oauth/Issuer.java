package io.postwerk.authsidecar.oauth;

import io.postwerk.sasl.mechanism.TokenCheck.Answer;

/** One issuer of tokens. */
interface Issuer extends AutoCloseable {

    /** Value of the claim {@code iss} in its tokens. */
    String name();

    Answer check(String token);

    @Override
    void close();
}
