package io.postwerk.authsidecar;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.authsidecar.lookup.UserdbService;
import io.postwerk.authsidecar.password.RememberedPasswords;
import io.postwerk.authsidecar.penalty.Penalties;
import io.postwerk.authsidecar.penalty.Turns;
import io.postwerk.net.NetServer;
import io.postwerk.runtime.MemoryMetrics;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of logins and lookups. A tag whose value comes from a front end takes it from a fixed set, so that a client cannot
 * create time series.
 */
public final class Metrics {

    private static final String LOGINS = "postwerk.auth.logins";
    private static final String OTHER = "other";
    private static final Set<String> SERVICES =
            Set.of("smtp", "submission", "imap", "pop3", "sieve", "lmtp", "doveadm");

    private final MeterRegistry registry;

    // The registry finds a counter by its tags, which have to be made and sorted for it: that costs more than a lookup
    // of a user.
    private final Map<Series, Counter> logins = new ConcurrentHashMap<>();
    private final Map<UserdbService.Result, Counter> lookups = new ConcurrentHashMap<>();

    private record Series(String outcome, String mechanism, String service) {}

    public Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void decided(Decision decision) {
        String outcome = switch (decision.outcome()) {
            case Decision.Outcome.Accepted _ -> "accepted";
            case Decision.Outcome.Refused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
            case Decision.Outcome.Cancelled() -> "cancelled";
            case Decision.Outcome.Penalised() -> "penalty";
        };
        String mechanism = Mechanisms.NAMES.contains(decision.mechanism()) ? decision.mechanism() : OTHER;
        String service = SERVICES.contains(decision.service()) ? decision.service() : OTHER;
        logins.computeIfAbsent(new Series(outcome, mechanism, service), this::logins)
                .increment();
    }

    void looked(UserdbService.Result result) {
        lookups.computeIfAbsent(result, this::lookups).increment();
    }

    private Counter logins(Series series) {
        return registry.counter(
                LOGINS, "outcome", series.outcome(), "mechanism", series.mechanism(), "service", series.service());
    }

    private Counter lookups(UserdbService.Result result) {
        return registry.counter("postwerk.auth.lookups", "result", result.name().toLowerCase(Locale.ROOT));
    }

    void watch(Workers workers, RememberedPasswords passwords, Penalties penalties, Turns turns, NetServer net) {
        penalty("address", penalties, Penalties::countedNetworks);
        penalty("name", penalties, Penalties::countedNames);
        Gauge.builder("postwerk.auth.turns.waiting", turns, Turns::waiting)
                .description("Logins that wait because others from their address have failed")
                .register(registry);
        Gauge.builder("postwerk.auth.hashing.queued", workers, Workers::queuedHashes)
                .description("Logins that wait for a thread to hash their password")
                .register(registry);
        FunctionCounter.builder("postwerk.auth.passwords.remembered", passwords, RememberedPasswords::hits)
                .description("Passwords that were known to be right, by whether they were")
                .tag("result", "hit")
                .register(registry);
        FunctionCounter.builder("postwerk.auth.passwords.remembered", passwords, RememberedPasswords::misses)
                .description("Passwords that were known to be right, by whether they were")
                .tag("result", "miss")
                .register(registry);
        Gauge.builder("postwerk.auth.connections", net, NetServer::openConnections)
                .description("Connections of front ends that are open")
                .register(registry);
        MemoryMetrics.register(registry, net.memory());
    }

    private void penalty(String of, Penalties penalties, ToDoubleFunction<Penalties> count) {
        Gauge.builder("postwerk.auth.penalties", penalties, count)
                .description("Client addresses and user names with failures that still count")
                .tag("of", of)
                .register(registry);
    }
}
