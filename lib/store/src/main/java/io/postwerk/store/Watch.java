package io.postwerk.store;

/** A watch on a mailbox, until it is closed. */
public interface Watch extends AutoCloseable {
    /** Ends the watch; a call that is under way may still come to its end. */
    @Override
    void close();
}
