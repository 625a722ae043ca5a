package io.postwerk.authsidecar;

import io.postwerk.authsidecar.users.HealthUser;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.net.Connection;
import io.postwerk.net.NetClient;
import io.postwerk.password.SaslPrepException;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.mechanism.ScramClient;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks our own sockets every few seconds, as a front end uses them, and keeps the result for the health report: each socket has
 * to greet, and the {@link HealthUser} has to be able to log in by the same path as every user.
 */
public final class Probe implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final NetClient net;
    private final AuthSidecarConfig.Sockets sockets;
    private final HealthUser user;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("probe").factory());
    private volatile Optional<String> problem = Optional.of("not asked yet");

    Probe(NetClient net, AuthSidecarConfig.Sockets sockets, HealthUser user) {
        this.net = net;
        this.sockets = sockets;
        this.user = user;
    }

    /** Checks now, and periodically from now on. */
    public void start() {
        ask();
        timer.scheduleWithFixedDelay(this::ask, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    }

    /** What was wrong at the last check; empty for nothing. */
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void ask() {
        problem = lookups().or(() -> login(sockets.internal())).or(() -> login(sockets.auth()));
    }

    private Optional<String> lookups() {
        try {
            awaitGreeting(Path.of(sockets.userdb()), "SPID");
            return Optional.empty();
        } catch (IOException | WireException e) {
            return Optional.of(sockets.userdb() + ": " + e.getMessage());
        }
    }

    private void awaitGreeting(Path socket, String lastCommand) throws IOException, WireException {
        try (Connection connection = net.connectUnix(socket, TIMEOUT)) {
            var framer = new LineFramer(LineFramer.MAX_AUTH_LINE);
            boolean complete = false;
            while (!complete) {
                ByteBuffer input = connection.input(TIMEOUT);
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

    /** On a new connection each time: whether the service accepts connections is part of the check. */
    private Optional<String> login(String socket) {
        var timeouts = new ClientTimeouts(TIMEOUT, TIMEOUT);
        try (var client = AuthSocketClient.start(Connector.unix(net, Path.of(socket)), false, timeouts)) {
            SaslStep step = login(client);
            return step instanceof SaslStep.Success
                    ? Optional.empty()
                    : Optional.of(socket + ": a login that is right does not succeed: " + step);
        } catch (SaslPrepException e) {
            throw new IllegalStateException(e);
        }
    }

    private SaslStep login(AuthSocketClient client) throws SaslPrepException {
        byte[] message = ('\0' + user.name() + '\0' + user.password()).getBytes(StandardCharsets.UTF_8);
        // known once it is connected, which the first attempt sees to
        SaslStep plain = client.start("PLAIN", Optional.of(message), facts()).step();
        List<String> offered = client.mechanisms(Protection.TLS).stream()
                .map(MechanismInfo::name)
                .toList();
        if (offered.contains("PLAIN") || !offered.contains("SCRAM-SHA-256")) {
            return plain;
        }
        var scram =
                new ScramClient(user.name(), user.password(), UUID.randomUUID().toString());
        SaslExchange exchange = client.start("SCRAM-SHA-256", Optional.of(scram.first()), facts());
        return exchange.step() instanceof SaslStep.Challenge(byte[] challenge)
                ? exchange.respond(scram.answer(challenge).orElse(new byte[0]))
                : exchange.step();
    }

    private static AuthFacts facts() {
        var here = new InetSocketAddress("127.0.0.1", 1);
        return new AuthFacts(HealthUser.SERVICE, here, here, true, Optional.empty(), "health");
    }
}
