package io.postwerk.operator.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.planning.PlanningMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the operator counts, by the MailServer where it is about one. */
final class OperatorMetrics implements PlanningMetrics {
    private static final String SERVER = "server";

    private final MeterRegistry registry;
    private final Map<ObjectKey, AtomicInteger> hashing = new ConcurrentHashMap<>();

    OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What can be read off the operator at any time. */
    void register(PostwerkOperator operator) {
        Gauge.builder("postwerk.operator.servers", operator, PostwerkOperator::servers)
                .description("MailServers that are planned for")
                .register(registry);
        Gauge.builder("postwerk.operator.leading", operator, o -> o.isLeading() ? 1 : 0)
                .description("Whether this replica leads")
                .register(registry);
    }

    /** The API server was called. */
    void called(String method) {
        Counter.builder("postwerk.operator.api.calls")
                .description("Requests to the API server")
                .tag("method", method)
                .register(registry)
                .increment();
    }

    @Override
    public void planned(ObjectKey server, Duration duration, int written) {
        Timer.builder("postwerk.operator.plans")
                .description("Plans that were made and applied, and how long it took")
                .tag(SERVER, server.toString())
                .register(registry)
                .record(duration);
        Counter.builder("postwerk.operator.objects.written")
                .description("Objects that were not as they should be, and were written")
                .tag(SERVER, server.toString())
                .register(registry)
                .increment(written);
    }

    @Override
    public void failed(ObjectKey server, Failure failure) {
        error("MailServer", failure.name().toLowerCase(Locale.ROOT));
        Counter.builder("postwerk.operator.plans.failed")
                .description("Plans that could not be made or applied, and are tried again")
                .tag(SERVER, server.toString())
                .register(registry)
                .increment();
    }

    @Override
    public void unreported(String kind) {
        error(kind, "status");
    }

    private void error(String kind, String cause) {
        Counter.builder("postwerk.operator.reconcile.errors")
                .description(
                        "What failed and is tried again: plans of MailServers, and statuses by the kind of the resource")
                .tag("kind", kind)
                .tag("cause", cause)
                .register(registry)
                .increment();
    }

    @Override
    public void hashing(ObjectKey server, int outstanding) {
        hashing.computeIfAbsent(server, key -> {
                    AtomicInteger count = new AtomicInteger();
                    Gauge.builder("postwerk.operator.verifiers.outstanding", count, AtomicInteger::get)
                            .description("Verifiers that are still to be made")
                            .tag(SERVER, key.toString())
                            .register(registry);
                    return count;
                })
                .set(outstanding);
    }
}
