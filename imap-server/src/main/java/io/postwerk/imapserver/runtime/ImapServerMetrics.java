package io.postwerk.imapserver.runtime;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.lmtp.DeliveryObserver;
import io.postwerk.net.BoundListener;
import io.postwerk.net.ConnectionLimits;
import io.postwerk.net.MemoryBudget;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.runtime.MemoryMetrics;
import io.postwerk.sasl.FailureReason;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.StoreFailed;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What imap-server counts and measures. */
final class ImapServerMetrics implements MeteredAuthenticator.Meter, DeliveryObserver, CommitObserver {
    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer syncTime;

    ImapServerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.batchSize = DistributionSummary.builder("postwerk.store.commit.changes")
                .description("Changes that one sync of the store made durable")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
                .register(registry);
        this.syncTime = Timer.builder("postwerk.store.commit.sync")
                .description("Time that a sync of the store took")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(3),
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        Duration.ofMillis(100),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1))
                .register(registry);
    }

    /** Shows the connections of a listener. */
    void listener(BoundListener listener, String protocol) {
        Tags tags = Tags.of("listener", listener.name(), "protocol", protocol);
        Gauge.builder("postwerk.connections.open", listener, BoundListener::openConnections)
                .description("Connections that are open")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("postwerk.connections.accepted", listener, BoundListener::acceptedConnections)
                .description("Connections taken since the start")
                .tags(tags)
                .register(registry);
        for (ConnectionLimits.Limit limit : ConnectionLimits.Limit.values()) {
            FunctionCounter.builder("postwerk.connections.refused", listener, l -> l.refusedConnections(limit))
                    .description("Connections refused since the start, by the limit")
                    .tags(tags.and("limit", limit.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
    }

    /** Shows what clients take of the memory. */
    void memory(MemoryBudget budget) {
        MemoryMetrics.register(registry, budget);
    }

    /** Shows the sessions in which somebody is logged in. */
    void sessions(IntSupplier open) {
        Gauge.builder("postwerk.sessions.authenticated", open, IntSupplier::getAsInt)
                .description("Open sessions in which a user is logged in")
                .strongReference(true)
                .register(registry);
    }

    /** Shows whether auth-sidecar can be asked. */
    void sidecar(String socket, BooleanSupplier connected) {
        Gauge.builder("postwerk.sidecar.connected", connected, c -> c.getAsBoolean() ? 1 : 0)
                .description("1 while the authentication service's socket is connected")
                .tag("socket", socket)
                .strongReference(true)
                .register(registry);
    }

    /** Shows how often mail could not be read. */
    void unreadable(UnreadableMessages messages) {
        FunctionCounter.builder("postwerk.messages.unreadable", messages, UnreadableMessages::reads)
                .description("Times that a client could not have a message because the store cannot read it")
                .register(registry);
    }

    /** Shows how many mailboxes are still to be removed. */
    void removals(LongSupplier pending) {
        Gauge.builder("postwerk.mailboxes.removals.pending", pending, LongSupplier::getAsLong)
                .description("Mailboxes that are to be removed for good and are not yet")
                .strongReference(true)
                .register(registry);
    }

    void mailboxRemoved() {
        removals("removed");
    }

    void removalKept() {
        removals("kept");
    }

    private void removals(String result) {
        registry.counter("postwerk.mailboxes.removals", "result", result).increment();
    }

    @Override
    public void succeeded(String service) {
        login(service, "success");
    }

    @Override
    public void failed(String service, FailureReason reason) {
        login(service, reason.name().toLowerCase(Locale.ROOT));
    }

    private void login(String service, String result) {
        registry.counter("postwerk.logins", "protocol", service, "result", result)
                .increment();
    }

    @Override
    public void observe(AppendResult result) {
        String name = switch (result) {
            case AppendResult.Appended _ -> "delivered";
            case AppendResult.Duplicate _ -> "duplicate";
            case OverQuota _ -> "over_quota";
            case LimitReached _ -> "limit";
            case NoSuchFolder _, StoreFailed _ -> "failed";
        };
        registry.counter("postwerk.deliveries", "result", name).increment();
    }

    @Override
    public void committed(int changes, boolean synced, long nanos) {
        syncTime.record(nanos, TimeUnit.NANOSECONDS);
        batchSize.record(changes);
    }
}
