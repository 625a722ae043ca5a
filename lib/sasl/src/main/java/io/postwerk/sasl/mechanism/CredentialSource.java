package io.postwerk.sasl.mechanism;

import io.postwerk.password.Effort;

/** Port of the mechanisms to the users' verifiers. Safe for many threads. */
@FunctionalInterface
public interface CredentialSource {

    /**
     * The credentials of a user.
     *
     * @param userName as the client gave it, prepared (RFC 4013)
     * @param service protocol for which the credentials must be good
     */
    CredentialLookup find(String userName, String service);

    /** What {@link #find} takes: nothing to speak of, or time at another service. */
    default Effort effort() {
        return Effort.COMPUTES;
    }
}
