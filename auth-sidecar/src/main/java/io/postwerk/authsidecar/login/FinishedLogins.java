package io.postwerk.authsidecar.login;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Logins that have succeeded and that another process of the same front end may ask about by REQUEST, each of them once. Dovecot's
 * imap process does so for a login that its imap-login process conducted. They are removed when their connection ends, and after a
 * time limit. Thread-safe.
 */
public final class FinishedLogins {

    /**
     * A login.
     *
     * @param user whose it is
     * @param mechanism by which
     */
    public record Finished(String user, String mechanism) {}

    private record Kept(Finished login, long until) {}

    /** Those of a connection, by the id of their AUTH, the oldest first. */
    private record Connection(long clientPid, Map<Long, Kept> logins) {}

    private final ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();
    private final int mostPerConnection;
    private final long nanosKept;
    private final LongSupplier nanoTime;

    /** @param mostPerConnection beyond which the oldest is forgotten */
    public FinishedLogins(int mostPerConnection, Duration kept, LongSupplier nanoTime) {
        this.mostPerConnection = mostPerConnection;
        this.nanosKept = kept.toNanos();
        this.nanoTime = nanoTime;
    }

    /** @param cookie what only the connection's client was told */
    void keep(String cookie, long clientPid, long loginId, Finished login) {
        Connection connection =
                connections.computeIfAbsent(cookie, _ -> new Connection(clientPid, new LinkedHashMap<>()));
        synchronized (connection.logins()) {
            connection.logins().remove(loginId);
            connection.logins().put(loginId, new Kept(login, nanoTime.getAsLong() + nanosKept));
            if (connection.logins().size() > mostPerConnection) {
                connection
                        .logins()
                        .remove(connection.logins().keySet().iterator().next());
            }
        }
    }

    /** The connection has gone. */
    void forget(String cookie) {
        connections.remove(cookie);
    }

    /**
     * Removes and returns a login. The cookie is found by its hash, so the time of a lookup does not show how much of a guessed
     * cookie is right.
     *
     * @param clientPid as the connection's client said it
     */
    public Optional<Finished> take(String cookie, long clientPid, long loginId) {
        Connection connection = connections.get(cookie);
        if (connection == null || connection.clientPid() != clientPid) {
            return Optional.empty();
        }
        synchronized (connection.logins()) {
            return Optional.ofNullable(connection.logins().remove(loginId))
                    .filter(kept -> kept.until() - nanoTime.getAsLong() > 0)
                    .map(Kept::login);
        }
    }
}
