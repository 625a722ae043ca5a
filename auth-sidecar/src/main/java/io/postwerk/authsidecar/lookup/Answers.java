package io.postwerk.authsidecar.lookup;

import io.postwerk.password.WorkKind;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Has the questions of one connection answered: at once, or by another thread where a source of users waits for others. */
final class Answers {

    /** Takes work that waits; false when it has too much. */
    @FunctionalInterface
    interface Waiters {
        boolean offer(Runnable work);
    }

    private final WorkKind kind;
    private final Waiters waiters;
    private final Consumer<Runnable> later;
    private final int most;
    private int underWay;

    /**
     * @param later runs a task on the connection's thread
     * @param most questions under way at once
     */
    Answers(WorkKind kind, Waiters waiters, Consumer<Runnable> later, int most) {
        this.kind = kind;
        this.waiters = waiters;
        this.later = later;
        this.most = most;
    }

    /**
     * Asks. For the connection's thread, which is also where the answer comes.
     *
     * @param instead the answer when there is too much to do
     */
    <T> void ask(Supplier<T> question, T instead, Consumer<T> then) {
        if (kind == WorkKind.CPU_BOUND) {
            then.accept(question.get());
            return;
        }
        if (underWay >= most) {
            then.accept(instead);
            return;
        }
        underWay++;
        boolean taken = waiters.offer(() -> {
            T answer = answer(question, instead);
            later.accept(() -> {
                underWay--;
                then.accept(answer);
            });
        });
        if (!taken) {
            underWay--;
            then.accept(instead);
        }
    }

    boolean underWay() {
        return underWay > 0;
    }

    private static <T> T answer(Supplier<T> question, T instead) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            System.getLogger(Answers.class.getName()).log(System.Logger.Level.ERROR, "A lookup failed", e);
            return instead;
        }
    }
}
