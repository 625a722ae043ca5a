package io.postwerk.sasl.client;

import io.postwerk.net.BindAddress;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** An authentication service that says what a test wants. In its lines spaces stand for TABs. */
final class FakeService implements AutoCloseable {

    /** In a reply: the connection is closed after what comes before it. */
    static final String CLOSE = "(close)";

    static final List<String> LOGIN_GREETING = List.of(
            "VERSION 1 2", "MECH PLAIN plaintext", "MECH X-SECRET private", "SPID 1", "CUID 2", "COOKIE 00", "DONE");
    static final List<String> LOOKUP_GREETING = List.of("VERSION 1 2", "SPID 1");

    private final NetServer net = NetServer.create(NetSettings.defaults().withEventLoops(1));
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final List<String> greeting;
    private final Function<String, List<String>> script;

    /** @param script what is answered to a line */
    FakeService(Path socket, List<String> greeting, Function<String, List<String>> script) {
        this.greeting = greeting;
        this.script = script;
        try {
            net.bind(ListenerSettings.of("fake", List.of(BindAddress.unix(socket, "rw-------"))), this::serve);
        } catch (BindFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** What clients have said, in order. */
    BlockingQueue<String> heard() {
        return heard;
    }

    private void serve(Connection connection) throws IOException {
        boolean open = say(connection, greeting);
        var framer = new LineFramer(LineFramer.MAX_AUTH_LINE);
        while (open) {
            ByteBuffer input = connection.input(Duration.ofMinutes(1));
            int octets = input.remaining();
            byte[] copy = new byte[octets];
            input.get(copy);
            connection.consume(octets);
            open = answer(connection, framer, ByteBuffer.wrap(copy));
        }
    }

    private boolean answer(Connection connection, LineFramer framer, ByteBuffer input) throws IOException {
        try {
            while (input.hasRemaining()) {
                var line = framer.next(input).map(l -> l.replace('\t', ' '));
                if (line.isPresent()) {
                    heard.add(line.get());
                    if (!say(connection, script.apply(line.get()))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (WireException e) {
            throw new ConnectionClosedException(e.getMessage());
        }
    }

    private static boolean say(Connection connection, List<String> lines) throws IOException {
        for (String line : lines) {
            if (line.equals(CLOSE)) {
                return false;
            }
            connection.write((line.replace(' ', '\t') + '\n').getBytes(StandardCharsets.UTF_8));
        }
        connection.flush();
        return true;
    }

    @Override
    public void close() {
        net.close();
    }
}
