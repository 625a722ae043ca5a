package io.postwerk.sasl.client;

import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Authenticator} over an authentication service's socket for logins: that of auth-sidecar, or a Dovecot's. Any number
 * of exchanges share one connection, which is made again when it is lost.
 */
public final class AuthSocketClient implements Authenticator, AutoCloseable {

    private final ServiceLink<AuthLink> link;
    private final boolean requireTls;
    private final ClientTimeouts timeouts;
    private volatile List<MechanismInfo> lastKnown = List.of();

    private AuthSocketClient(Connector connector, boolean requireTls, ClientTimeouts timeouts) {
        this.link = new ServiceLink<>("logins", connector, AuthLink::new);
        this.requireTls = requireTls;
        this.timeouts = timeouts;
    }

    /**
     * Begins to connect, and returns at once.
     *
     * @param requireTls whether nobody may authenticate on a connection that is not secured
     */
    public static AuthSocketClient start(Connector connector, boolean requireTls, ClientTimeouts timeouts) {
        var client = new AuthSocketClient(connector, requireTls, timeouts);
        client.link.start();
        return client;
    }

    /** Whether the service can be asked now. */
    public boolean connected() {
        return link.session(Duration.ZERO).isPresent();
    }

    @Override
    public List<MechanismInfo> mechanisms(Protection protection) {
        if (requireTls && protection == Protection.NONE) {
            return List.of();
        }
        link.session(Duration.ZERO).ifPresent(session -> lastKnown = session.mechanisms());
        return lastKnown.stream()
                .filter(mechanism -> isPossible(mechanism, protection))
                .toList();
    }

    private static boolean isPossible(MechanismInfo mechanism, Protection protection) {
        if (mechanism.name().equals("EXTERNAL")) {
            return protection == Protection.CERTIFIED;
        }
        return protection != Protection.NONE || !mechanism.flags().contains(MechanismFlag.CHANNEL_BINDING);
    }

    private static Protection protection(AuthFacts facts) {
        return facts.tls()
                .map(tls -> tls.certificateUser().isPresent() ? Protection.CERTIFIED : Protection.TLS)
                .orElse(Protection.NONE);
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts facts) {
        if (requireTls && !facts.secured()) {
            return failed(FailureReason.ENCRYPTION_REQUIRED);
        }
        Optional<AuthLink> session = link.session(timeouts.connection());
        if (session.isEmpty()) {
            return failed(FailureReason.TEMPORARY);
        }
        lastKnown = session.get().mechanisms();
        // by its announced name: what the client typed never reaches the wire
        Optional<String> name = lastKnown.stream()
                .filter(info -> isPossible(info, protection(facts)))
                .map(MechanismInfo::name)
                .filter(mechanism::equalsIgnoreCase)
                .findFirst();
        if (name.isEmpty()) {
            return failed(FailureReason.UNKNOWN_MECHANISM);
        }
        return SocketExchange.start(
                session.get(), timeouts.answer(), AuthRequest.of(name.get(), facts, initialResponse), bindings(facts));
    }

    private static Map<String, byte[]> bindings(AuthFacts facts) {
        return facts.tls().map(AuthFacts.TlsFacts::channelBindings).orElse(Map.of());
    }

    /** Exchanges that are under way fail temporarily. */
    @Override
    public void close() {
        link.close();
    }

    private static SaslExchange failed(FailureReason reason) {
        return new EndedExchange(new SaslStep.Failure(reason));
    }

    /** An exchange that was over before it began. */
    private record EndedExchange(SaslStep step) implements SaslExchange {

        @Override
        public SaslStep respond(byte[] response) {
            throw new IllegalStateException("no challenge is due");
        }

        @Override
        public void cancel() {}
    }
}
