package io.postwerk.sasl.mechanism;

import io.postwerk.password.Effort;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import java.util.Optional;
import java.util.function.Supplier;

/** What a mechanism says to its caller: one of the steps of {@link io.postwerk.sasl.SaslStep}, or work to do first. */
public sealed interface MechanismStep {

    /** @param bindingType the channel binding whose data has to come with the response (RFC 5056), if any */
    record Challenge(byte[] data, Optional<String> bindingType) implements MechanismStep {
        public Challenge(byte[] data) {
            this(data, Optional.empty());
        }
    }

    /** @param finalData additional data with success (RFC 4422 3.6) */
    record Success(User user, Optional<byte[]> finalData) implements MechanismStep {}

    /**
     * It has failed, and the client is told more than that: as one more challenge, whose response means nothing (RFC 7628 3.2.3).
     * Nothing more is to be asked of the exchange.
     */
    record Refusal(byte[] error, FailureReason reason) implements MechanismStep {}

    record Failure(FailureReason reason) implements MechanismStep {}

    /**
     * The next step takes processor time (password hashing) or waits (a user source): run it once, on a thread for such work,
     * before anything else is asked of the exchange. It may give work again.
     */
    record Work(Effort effort, Supplier<MechanismStep> next) implements MechanismStep {}

    /** The step after all work, done on this thread. */
    default MechanismStep done() {
        MechanismStep step = this;
        while (step instanceof Work work) {
            step = work.next().get();
        }
        return step;
    }
}
