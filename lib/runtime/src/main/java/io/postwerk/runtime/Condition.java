package io.postwerk.runtime;

/** Whether one thing that a program needs is there. */
public sealed interface Condition {
    /** It is there. */
    record Up() implements Condition {}

    /**
     * It is missing.
     *
     * @param reason what is wrong, for the reader of the health report; no secrets
     */
    record Down(String reason) implements Condition {}

    /** It is there. */
    static Condition up() {
        return new Up();
    }

    /** It is missing, for this reason. */
    static Condition down(String reason) {
        return new Down(reason);
    }

    /** Up when {@code holds}, else down for that reason. */
    static Condition of(boolean holds, String reason) {
        return holds ? up() : down(reason);
    }
}
