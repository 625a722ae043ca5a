package io.postwerk.sasl;

import io.postwerk.password.PasswordVerifier;

/**
 * One of the passwords of a user.
 *
 * @param name what the user calls it, for the log
 */
public record Credential(String name, PasswordVerifier verifier, Validity validity) {

    /** Until when it is good. */
    public enum Validity {
        /** Until it is taken away. */
        LASTING,
        /** For a certain time, which is not over. */
        EXPIRING,
        /** Not any more: it still tells its owner that its time is over. */
        EXPIRED
    }

    public boolean expired() {
        return validity == Validity.EXPIRED;
    }
}
