package io.postwerk.sasl.channel;

import io.postwerk.sasl.wire.WireException;
import java.time.Duration;

/**
 * One side's state on one connection. Every call comes from the thread that the connection has at that time, its own ({@link
 * LineChannel}) or its event loop ({@link LoopLines}), and none blocks. Results of other threads arrive as tasks, and output goes
 * to a consumer of messages. A session never sees the socket.
 */
public interface LineSession {

    /** The connection is open. Called first. */
    void opened();

    /** A line has arrived, without its end. */
    void line(String line) throws WireException;

    /** Does what is due. Called after all else that happens, and when {@link #maxWait()} has run out. */
    void tick();

    /** The time until something is due; zero to be called again after the output has been sent. */
    Duration maxWait();

    /** Whether nothing is under way that a stopping server has to finish. */
    boolean idle();

    /** The connection has gone. Tasks may still run after it. */
    void closed();
}
