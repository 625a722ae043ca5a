package io.postwerk.authsidecar;

import io.postwerk.config.AuthSocketsConfig;
import io.postwerk.net.Connection;
import io.postwerk.net.NetClient;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Connects to our own sockets as a front end does, every few seconds, and keeps what it found for the health report. */
public final class Probe implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NetClient net;
    private final Map<Path, String> greetingEnds = new LinkedHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("probe").factory());
    private volatile Optional<String> problem = Optional.of("not asked yet");

    Probe(NetClient net, AuthSocketsConfig sockets) {
        this.net = net;
        greetingEnds.put(Path.of(sockets.userdb()), "SPID");
        greetingEnds.put(Path.of(sockets.internal()), "DONE");
        greetingEnds.put(Path.of(sockets.auth()), "DONE");
    }

    /** Asks now, and again and again from now on. */
    public void start() {
        ask();
        timer.scheduleWithFixedDelay(this::ask, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    }

    /** What was wrong when it asked last; empty for nothing. */
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void ask() {
        Optional<String> found = Optional.empty();
        for (Map.Entry<Path, String> socket : greetingEnds.entrySet()) {
            try {
                awaitGreeting(socket.getKey(), socket.getValue());
            } catch (IOException | WireException e) {
                found = Optional.of(socket.getKey() + ": " + e.getMessage());
            }
        }
        problem = found;
    }

    private void awaitGreeting(Path socket, String lastCommand) throws IOException, WireException {
        try (Connection connection = net.connectUnix(socket, PATIENCE)) {
            var framer = new LineFramer(LineFramer.MAX_AUTH_LINE);
            boolean complete = false;
            while (!complete) {
                ByteBuffer input = connection.input(PATIENCE);
                int octets = input.remaining();
                while (input.hasRemaining()) {
                    complete |= framer.next(input)
                            .filter(line -> line.equals(lastCommand) || line.startsWith(lastCommand + '\t'))
                            .isPresent();
                }
                connection.consume(octets);
            }
        }
    }
}
