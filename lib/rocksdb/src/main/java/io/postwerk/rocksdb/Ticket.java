package io.postwerk.rocksdb;

import io.postwerk.rocksdb.CommitLog.Intent;
import io.postwerk.rocksdb.Committer.Failure;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An intent under way. Its fields are written before {@code done}, and read after. */
final class Ticket<B, R> {
    private final Intent<B, R> intent;
    final long octets;
    private final Thread owner = Thread.currentThread();
    private @Nullable R result;
    private @Nullable Failure failure;
    private volatile boolean done;

    Ticket(Intent<B, R> intent, long octets) {
        this.intent = intent;
        this.octets = octets;
    }

    boolean stage(B batch) throws Exception {
        Optional<R> answer = intent.stage(batch);
        answer.ifPresent(r -> result = r);
        return answer.isPresent();
    }

    void complete() {
        done = true;
        LockSupport.unpark(owner);
    }

    void fail(Failure why) {
        failure = why;
        complete();
    }

    /** Waits for the committer, and for nothing else: an interrupt cannot take back what is under way. */
    R await(Function<Failure, R> failed) {
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            owner.interrupt();
        }
        return failure == null ? Objects.requireNonNull(result) : failed.apply(failure);
    }
}
