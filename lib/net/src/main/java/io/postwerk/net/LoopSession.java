package io.postwerk.net;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A session that lives on its connection's event loop, for protocols whose requests are answered in microseconds: it has no thread
 * of its own, so that no thread has to be woken for a request. Every call comes from the event loop, which serves other connections,
 * too: none may wait, and what takes time belongs on other threads ({@link LoopConnection#post} brings its result back).
 */
public interface LoopSession {

    /** Makes the session of a new connection. */
    @FunctionalInterface
    interface Factory {
        LoopSession open(LoopConnection connection);
    }

    /** Called once, when the connection is open; may write a greeting. */
    void opened();

    /**
     * Called when octets have arrived. It must take all of them.
     *
     * @return whether the connection goes on; otherwise what was written is sent, and it is closed
     */
    boolean input(ByteBuffer octets);

    /**
     * Does pending work. Called after every other event, before the output is sent. While the peer does not read, it
     * is not called, and nothing is read.
     *
     * @return the delay until the next call if no event comes first; zero for the next turn of the event loop
     */
    Duration settle();

    /** Whether the session has no work that a stopping server has to finish. */
    boolean idle();

    /** Called when the connection has ended. Tasks may still run afterwards. */
    void closed();
}
