package io.postwerk.sasl.mechanism;

import java.util.function.Function;

/** Port of the plaintext mechanisms: is this the user's password? Safe for many threads. */
@FunctionalInterface
public interface PasswordCheck {

    /**
     * Decides, and goes on with the verdict: at once when it is known already, else after {@link MechanismStep.Work}. Takes the
     * same time whether or not the user exists.
     */
    MechanismStep check(PasswordLogin login, Function<Verdict, MechanismStep> then);
}
