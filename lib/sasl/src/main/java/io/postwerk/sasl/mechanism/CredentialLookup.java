package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.AuthenticatedUser;
import java.util.List;

/** Answer of a {@link CredentialSource}. */
public sealed interface CredentialLookup {

    /**
     * The user exists.
     *
     * @param disabled whoever proves a password is told so, and not let in
     * @param credentials those that are good for the service that asks; may be none
     */
    record Known(AuthenticatedUser user, boolean disabled, List<Credential> credentials) implements CredentialLookup {
        public Known {
            credentials = List.copyOf(credentials);
        }
    }

    record Unknown() implements CredentialLookup {}

    /** Cannot be said now; never taken for a wrong password. */
    record Unavailable() implements CredentialLookup {}
}
