package io.postwerk.smtp.server;

import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.TlsContext;
import io.postwerk.sasl.User;
import io.postwerk.smtp.Protocol;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The server side of SMTP, Submission or LMTP on one listener: give it to {@link io.postwerk.net.NetServer#bind}.
 * It knows its open sessions, so that the program can end those of a user who may no longer log in.
 */
public final class SmtpServer implements ConnectionHandler {
    /**
     * What all sessions of a listener have in common.
     *
     * @param listener its name in the configuration
     * @param hostname how the server calls itself
     * @param startTls offers STARTTLS with these certificates; empty where TLS comes first, or never
     * @param spool directory for messages that are too big for memory while they arrive
     */
    public record Settings(
            String listener, Protocol protocol, String hostname, Optional<TlsContext> startTls, Path spool) {}

    private final Settings settings;
    private final SmtpBackend backend;
    private final Set<SmtpSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    public SmtpServer(Settings settings, SmtpBackend backend) {
        this.settings = settings;
        this.backend = backend;
    }

    @Override
    public void handle(Connection connection) {
        if (draining) {
            // It is turned away and not counted.
            new SmtpSession(settings, backend, connection, () -> true).run();
            return;
        }
        SmtpSession session = new SmtpSession(settings, backend, connection, () -> draining);
        sessions.add(session);
        try {
            session.run();
        } finally {
            sessions.remove(session);
        }
    }

    /**
     * Whether work is refused while the listener stays: who connects is answered with 421 4.3.2, and open sessions end with
     * it, at once where they wait, else after the transaction in flight.
     */
    public void drain(boolean on) {
        draining = on;
        if (on) {
            sessions.forEach(SmtpSession::wake);
        }
    }

    /** How many sessions are open, but for those that are being turned away. */
    public int openSessions() {
        return sessions.size();
    }

    /** The users who are logged in now, in any number of sessions. */
    public Set<User> users() {
        return sessions.stream()
                .flatMap(session -> session.facts().user().stream())
                .collect(Collectors.toSet());
    }

    /** Ends the open sessions of {@code user} with 421, at once where they wait, else after the command in flight. */
    public void logOut(User user) {
        sessions.stream()
                .filter(session -> session.facts().user().filter(user::equals).isPresent())
                .forEach(SmtpSession::logOut);
    }
}
