package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;

/** Decision on a password. */
public sealed interface Verdict {

    /** @param lasting the decision stays right as long as the user's credentials are not changed */
    record Accepted(User user, boolean lasting) implements Verdict {}

    record Refused(FailureReason reason) implements Verdict {}
}
