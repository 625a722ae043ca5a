package io.postwerk.sasl.channel;

import io.postwerk.net.Connection;
import io.postwerk.net.Wake;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import io.postwerk.sasl.wire.WireMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The loop that moves lines between a connection and its {@link LineSession}, on one thread. Lines that have arrived together
 * are handled together and answered with one flush. While the peer does not read, nothing more is read from it.
 */
public final class LineChannel {

    private final Connection connection;
    private final LineFramer framer;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final ArrayDeque<byte[]> output = new ArrayDeque<>();
    private volatile boolean over;

    public LineChannel(Connection connection, LineFramer framer) {
        this.connection = connection;
        this.framer = framer;
    }

    /** Has the connection's thread run a task, soon. Safe for any thread; after the end it runs on the caller's. */
    public void post(Runnable task) {
        tasks.add(task);
        if (over) {
            runTasks();
        } else if (signalled.compareAndSet(false, true)) {
            connection.signal();
        }
    }

    /** Sends a message with the next flush. For the connection's thread only. */
    public void send(WireMessage message) {
        output.add(message.octets());
    }

    /** Ends the connection, after what is under way. Safe for any thread. */
    public void close() {
        connection.close();
    }

    /**
     * Runs the session until the peer goes, or the server stops and nothing is under way.
     *
     * @throws WireException when the peer broke the protocol
     */
    public void run(LineSession session) throws IOException, WireException {
        try {
            session.opened();
            while (true) {
                settle(session);
                if (connection.draining() && session.idle()) {
                    return;
                }
                if (connection.await(session.maxWait()) == Wake.INPUT) {
                    for (String line : readLines()) {
                        session.line(line);
                    }
                }
            }
        } catch (WireException e) {
            writeOutput(); // the replies to what came before; closing sends them
            throw e;
        } finally {
            session.closed();
            over = true; // set after closed(): tasks now run on any thread, and find the session closed
            runTasks();
        }
    }

    private void settle(LineSession session) throws IOException {
        signalled.set(false);
        runTasks();
        session.tick();
        if (!output.isEmpty()) {
            writeOutput();
            connection.flush();
        }
    }

    private void writeOutput() throws IOException {
        for (byte[] line = output.poll(); line != null; line = output.poll()) {
            connection.write(line);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<String> readLines() throws IOException, WireException {
        var lines = new ArrayList<String>();
        ByteBuffer input = connection.input(Duration.ZERO);
        int octets = input.remaining();
        while (input.hasRemaining()) {
            Optional<String> line = framer.next(input);
            line.ifPresent(lines::add);
        }
        connection.consume(octets);
        return lines;
    }
}
