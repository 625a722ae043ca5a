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

    /** The connection is there: the first chance to speak. */
    void opened();

    /**
     * Octets have arrived. All of them are to be taken.
     *
     * @return whether the connection goes on; otherwise what was written is sent, and it is closed
     */
    boolean input(ByteBuffer octets);

    /**
     * Does what is due. Called after all else that happens, before what was written is sent. While the peer does not read, it is
     * called no more, and nothing is read.
     *
     * @return after how long to be called again if nothing happens; zero for at once, after others have had their turn
     */
    Duration settle();

    /** Whether nothing is under way that a stopping server has to finish. */
    boolean idle();

    /** The connection is at its end. Tasks may still run after it. */
    void closed();
}
