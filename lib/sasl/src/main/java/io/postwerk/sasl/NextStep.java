package io.postwerk.sasl;

import io.postwerk.password.WorkKind;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What comes next in an exchange, for the side that conducts it: a {@link SaslStep} for the client, work that has to be done
 * first, or a refusal.
 */
public sealed interface NextStep permits SaslStep, NextStep.Work, NextStep.Refusal {

    /**
     * The next step takes processor time (password hashing) or waits (a user source): run it once, on a thread for such work,
     * before anything else is asked of the exchange. It may give work again.
     *
     * @param known the step after it, if that is known meanwhile without the work, as of a password that was found to be right
     *     since; quick, and asked any number of times
     */
    record Work(WorkKind kind, Supplier<NextStep> next, Supplier<Optional<NextStep>> known) implements NextStep {

        /** Work whose result is not known before it is done. */
        public Work(WorkKind kind, Supplier<NextStep> next) {
            this(kind, next, Optional::empty);
        }
    }

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
