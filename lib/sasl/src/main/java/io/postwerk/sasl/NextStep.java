package io.postwerk.sasl;

import io.postwerk.password.WorkKind;
import java.util.function.Supplier;

/**
 * What comes next in an exchange, for the side that conducts it: a {@link SaslStep} for the client, work that has to be done
 * first, or a refusal.
 */
public sealed interface NextStep permits SaslStep, NextStep.Work, NextStep.Refusal {

    /**
     * The next step takes processor time (password hashing) or waits (a user source): run it once, on a thread for such work,
     * before anything else is asked of the exchange. It may give work again.
     */
    record Work(WorkKind kind, Supplier<NextStep> next) implements NextStep {}

    /**
     * It has failed, and the client is told more than that: as one more challenge, whose response means nothing (RFC 7628 3.2.3).
     * Nothing more is to be asked of the exchange.
     */
    record Refusal(byte[] error, FailureReason reason) implements NextStep {}

    /** The step after all work, done on this thread. */
    default NextStep done() {
        NextStep step = this;
        while (step instanceof Work work) {
            step = work.next().get();
        }
        return step;
    }
}
