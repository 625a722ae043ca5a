package io.postwerk.net;

/** A connection as a {@link LoopSession} sees it. */
public interface LoopConnection {

    /** Sends octets, together with all else that is said before the session has settled. Event loop only. */
    void write(byte[] octets);

    /**
     * Has the event loop run a task, soon, and the session settle afterwards. Any thread. After the connection's end it runs all
     * the same; once the event loops have ended, on the caller's thread.
     */
    void post(Runnable task);
}
