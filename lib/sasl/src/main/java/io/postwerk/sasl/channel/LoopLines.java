package io.postwerk.sasl.channel;

import io.postwerk.net.LoopConnection;
import io.postwerk.net.LoopSession;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Moves lines between a connection and its {@link LineSession} on the event loop: as {@link LineChannel} does, without a thread. */
public final class LoopLines implements LoopSession {

    private final LineFramer framer;
    private final LineSession session;
    private final Consumer<WireException> broken;

    private LoopLines(LineFramer framer, LineSession session, Consumer<WireException> broken) {
        this.framer = framer;
        this.session = session;
        this.broken = broken;
    }

    /**
     * Sessions for every connection.
     *
     * @param maxLine most octets of a line
     * @param broken told when a peer has broken the protocol, which ends its connection
     */
    public static LoopSession.Factory of(
            int maxLine, Function<LoopConnection, LineSession> sessions, Consumer<WireException> broken) {
        return connection -> new LoopLines(new LineFramer(maxLine), sessions.apply(connection), broken);
    }

    @Override
    public void opened() {
        session.opened();
    }

    @Override
    public boolean input(ByteBuffer octets) {
        try {
            while (octets.hasRemaining()) {
                Optional<String> line = framer.next(octets);
                if (line.isPresent()) {
                    session.line(line.get());
                }
            }
            return true;
        } catch (WireException e) {
            broken.accept(e);
            return false;
        }
    }

    @Override
    public Duration settle() {
        session.tick();
        return session.maxWait();
    }

    @Override
    public boolean idle() {
        return session.idle();
    }

    @Override
    public void closed() {
        session.closed();
    }
}
