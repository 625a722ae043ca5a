package io.postwerk.sasl.mechanism;

import io.postwerk.password.TypedPassword;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.User;
import java.util.function.Function;

/** Port of the plaintext mechanisms: is this the user's password? Safe for many threads. */
@FunctionalInterface
public interface PasswordCheck {

    /**
     * A user name and password as PLAIN and LOGIN bring them.
     *
     * @param userName prepared (RFC 4013)
     * @param password never empty
     * @param service protocol for which the password must be good
     */
    record Question(String userName, TypedPassword password, String service) {}

    /** The decision. */
    sealed interface Answer {

        /** @param lasting the decision stays right as long as the user's credentials are not changed */
        record Accepted(User user, boolean lasting) implements Answer {}

        record Refused(FailureReason reason) implements Answer {}
    }

    /**
     * Decides, and goes on with the answer: at once when it is known already, else after {@link NextStep.Work}. Takes the
     * same time whether or not the user exists.
     */
    NextStep check(Question question, Function<Answer, NextStep> then);
}
