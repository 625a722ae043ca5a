package io.postwerk.password;

/** What a piece of work takes from the thread that does it, so that its caller can choose one. */
public enum WorkKind {
    /** Processor time: run by a few threads, not more than there are processors. */
    CPU_BOUND,
    /** Waits for another service: may be run by many threads. */
    IO_BOUND
}
