package io.postwerk.runtime;

/** Whether one thing that a program needs is there. */
public sealed interface Condition {
    /** It is there. */
    record Up() implements Condition {}

    /**
     * It is there, and something is wrong that somebody should see to: it is reported, and the program takes work all the same.
     *
     * @param reason what is wrong, for the reader of the health report; no secrets
     */
    record Degraded(String reason) implements Condition {}

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

    /** It is there, but this is wrong. */
    static Condition degraded(String reason) {
        return new Degraded(reason);
    }

    /** Up when {@code holds}, else down for that reason. */
    static Condition of(boolean holds, String reason) {
        return holds ? up() : down(reason);
    }
}
