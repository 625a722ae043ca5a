package io.postwerk.password;

/** What a piece of work takes from the thread that does it, so that its caller can choose one. */
public enum WorkKind {
    /** Processor time: for a few threads, no more than there are processors. */
    CPU_BOUND,
    /** Time at somebody else's service: for any number of threads. It takes none of our processor. */
    IO_BOUND
}
