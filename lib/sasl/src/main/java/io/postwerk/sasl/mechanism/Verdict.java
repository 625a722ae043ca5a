package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.FailureReason;

/** Decision on a password. */
public sealed interface Verdict {

    record Accepted(AuthenticatedUser user) implements Verdict {}

    record Refused(FailureReason reason) implements Verdict {}
}
