package io.postwerk.authsidecar.login;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.authsidecar.penalty.Penalties;
import io.postwerk.authsidecar.penalty.Turns;
import io.postwerk.authsidecar.work.Task;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.mechanism.Mechanism;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What all sessions of the sockets for logins share. Immutable but for its counter. */
public final class LoginService {

    private static final long MAX_UNSIGNED_32 = 0xFFFF_FFFFL;

    /** Takes work that keeps a processor busy or waits. */
    @FunctionalInterface
    public interface Workers {
        void submit(WorkKind kind, Task task);
    }

    /**
     * What holds for all logins.
     *
     * @param requireTls whether passwords are taken only over connections that the front end calls secured
     * @param maxPending exchanges under way on one connection
     * @param maxPendingPerClient of which those of one client address (IPv6: one network), if it is not exempt
     * @param requestTimeout how long an exchange may take
     */
    public record Settings(boolean requireTls, int maxPending, int maxPendingPerClient, Duration requestTimeout) {}

    private final Map<String, Mechanism> mechanisms = new LinkedHashMap<>();
    private final Settings settings;
    private final Workers workers;
    private final Decision.Observer decisions;
    private final Penalties penalties;
    private final Turns turns;
    private final FinishedLogins finished;
    private final LongSupplier nanoTime;
    private final AtomicLong connections = new AtomicLong();

    /** @param mechanisms in the order of their announcement */
    public LoginService(
            List<Mechanism> mechanisms,
            Settings settings,
            Workers workers,
            Decision.Observer decisions,
            Penalties penalties,
            Turns turns,
            LongSupplier nanoTime) {
        mechanisms.forEach(m -> this.mechanisms.put(m.info().name(), m));
        this.settings = settings;
        this.workers = workers;
        this.decisions = decisions;
        this.penalties = penalties;
        this.turns = turns;
        this.nanoTime = nanoTime;
        this.finished = new FinishedLogins(settings.maxPending(), settings.requestTimeout(), nanoTime);
    }

    List<MechanismInfo> announced(LoginSocket socket) {
        return mechanisms.values().stream()
                .map(Mechanism::info)
                .filter(socket::carries)
                .toList();
    }

    /** The mechanism of that name, which is compared without case, if the socket carries it. */
    Optional<Mechanism> mechanism(String name, LoginSocket socket) {
        Mechanism exact = mechanisms.get(name);
        return Optional.ofNullable(exact == null ? mechanisms.get(name.toUpperCase(Locale.ROOT)) : exact)
                .filter(mechanism -> socket.carries(mechanism.info()));
    }

    Settings settings() {
        return settings;
    }

    Workers workers() {
        return workers;
    }

    Decision.Observer decisions() {
        return decisions;
    }

    /** Logins that others may ask about. */
    public FinishedLogins finished() {
        return finished;
    }

    Penalties penalties() {
        return penalties;
    }

    Turns turns() {
        return turns;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** The number of a new connection. */
    long nextConnection() {
        return connections.incrementAndGet() & MAX_UNSIGNED_32;
    }
}
