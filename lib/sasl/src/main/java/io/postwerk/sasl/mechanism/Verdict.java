package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.FailureReason;

/** Decision on a password. */
public sealed interface Verdict {

    /** @param lasting the decision stays right as long as the user's credentials are not changed */
    record Accepted(AuthenticatedUser user, boolean lasting) implements Verdict {}

    record Refused(FailureReason reason) implements Verdict {}
}
