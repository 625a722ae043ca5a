package io.postwerk.sasl.mechanism;

import java.util.Optional;

/** Port of the OAuth mechanisms to whoever issues tokens. Safe for many threads; may wait for an issuer. */
public interface TokenCheck {

    /** Decision on a token. */
    sealed interface Answer {

        /** @param userName whom the token was issued for, by the name under which they are a user here */
        record Valid(String userName) implements Answer {}

        record Invalid() implements Answer {}

        /** No answer now: the issuer does not respond. */
        record Unavailable() implements Answer {}
    }

    Answer check(String token);

    /** Where a client learns how to get a token (RFC 8414, RFC 7628 3.2.2): address of the issuer's document. */
    Optional<String> configurationAddress();
}
