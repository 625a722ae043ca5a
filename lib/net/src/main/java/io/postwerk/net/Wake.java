package io.postwerk.net;

/** Why {@link Connection#await} returned. */
public enum Wake {
    /** Octets are buffered, or the stream has ended: the next read tells which. */
    INPUT,
    /** Somebody called {@link Connection#signal()}, or the server began to drain. */
    EVENT,
    /** The time given has passed. */
    DEADLINE
}
