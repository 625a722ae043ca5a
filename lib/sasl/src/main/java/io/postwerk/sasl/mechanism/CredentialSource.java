package io.postwerk.sasl.mechanism;

import io.postwerk.password.WorkKind;
import io.postwerk.sasl.UserLookup;

/** Port of the mechanisms to the users' verifiers. Safe for many threads. */
@FunctionalInterface
public interface CredentialSource {

    /**
     * Looks a user up, with the credentials.
     *
     * @param userName as the client gave it, prepared (RFC 4013)
     */
    UserLookup find(String userName);

    /** What {@link #find} takes from its thread. */
    default WorkKind workKind() {
        return WorkKind.CPU_BOUND;
    }
}
