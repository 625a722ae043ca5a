package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.penalty.Asker;
import io.postwerk.authsidecar.work.Task;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * Work that a login waits for.
 *
 * @param then takes the step after it, on any thread
 */
record LoginWork(Asker asker, boolean known, NextStep.Work work, Consumer<NextStep> then) implements Task {

    private static final Logger LOG = System.getLogger(LoginWork.class.getName());

    @Override
    public void run() {
        then.accept(next());
    }

    @Override
    public void refused() {
        then.accept(new SaslStep.Failure(FailureReason.TEMPORARY));
    }

    /** Does all work of one kind in a row. Work of the other kind goes to its own threads. */
    private NextStep next() {
        try {
            NextStep step = work.next().get();
            while (step instanceof NextStep.Work more && more.kind() == work.kind()) {
                step = more.next().get();
            }
            return step;
        } catch (RuntimeException | OutOfMemoryError e) { // the latter of memory for a password hash, outside the heap
            LOG.log(Level.ERROR, "A mechanism failed", e);
            return new SaslStep.Failure(FailureReason.TEMPORARY);
        }
    }
}
