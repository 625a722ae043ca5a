package io.postwerk.password;

/** What a piece of work takes from the thread that does it, so that its caller can choose one. */
public enum Effort {
    /** Processor time: a few threads, no more than there are processors. */
    COMPUTES,
    /** Time at somebody else's service: any number of threads, and none of our processor. */
    WAITS
}
