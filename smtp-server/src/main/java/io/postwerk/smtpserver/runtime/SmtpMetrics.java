package io.postwerk.smtpserver.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.postwerk.net.BoundListener;
import io.postwerk.net.ConnectionLimits;
import io.postwerk.net.MemoryBudget;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.runtime.MemoryMetrics;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.DeliveryScheduler;
import io.postwerk.smtpserver.receive.MailReceiver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Counters and gauges of smtp-server. Meters are created once, so that counting a mail needs no lookup. */
final class SmtpMetrics implements MailEvent.Observer, CommitObserver, MailReceiver.SessionObserver {
    private final MeterRegistry registry;
    private final Map<MailEvent.Mode, Timer> accepted = new EnumMap<>(MailEvent.Mode.class);
    private final Counter refusedForNow;
    private final Counter refusedForGood;
    private final Counter notifications;
    private final Counter delivered;
    private final Counter deferred;
    private final Counter failed;
    private final Counter reports;
    private final Counter logins;
    private final Counter loginFailures;
    private final Map<SmtpEvent.Limit, Counter> delayed = new EnumMap<>(SmtpEvent.Limit.class);
    private final Map<SmtpEvent.Limit, Counter> ended = new EnumMap<>(SmtpEvent.Limit.class);
    private final DistributionSummary octets;
    private final Timer syncs;
    private final DistributionSummary batches;
    private final Counter commitFailures;

    SmtpMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (MailEvent.Mode mode : MailEvent.Mode.values()) {
            accepted.put(
                    mode,
                    Timer.builder("postwerk.smtp.messages")
                            .description("Messages accepted, and the time from their end to the decision")
                            // The mode. The tag keeps the name "way": dashboards and alerts use it.
                            .tag(
                                    "way",
                                    switch (mode) {
                                        case CUT_THROUGH -> "cut-through";
                                        case QUEUED -> "queued";
                                    })
                            .register(registry));
        }
        refusedForNow = refusals("temporary");
        refusedForGood = refusals("permanent");
        notifications = Counter.builder("postwerk.smtp.notifications")
                .description("Messages that users submitted from the null reverse-path")
                .register(registry);
        delivered = deliveries("delivered");
        deferred = deliveries("deferred");
        failed = deliveries("failed");
        reports = Counter.builder("postwerk.queue.reports")
                .description("Reports to senders that were queued: recipients given up, or late")
                .register(registry);
        for (SmtpEvent.Limit limit : SmtpEvent.Limit.values()) {
            delayed.put(limit, limits(limit, "delayed"));
            ended.put(limit, limits(limit, "ended"));
        }
        logins = logins("succeeded");
        loginFailures = logins("failed");
        octets = DistributionSummary.builder("postwerk.smtp.message.size")
                .description("Size of accepted messages")
                .baseUnit("bytes")
                .register(registry);
        syncs = Timer.builder("postwerk.queue.sync")
                .description("Writing of a batch to the queue, with its sync")
                .register(registry);
        batches = DistributionSummary.builder("postwerk.queue.batch")
                .description("Changes that one batch holds")
                .register(registry);
        commitFailures = Counter.builder("postwerk.queue.failures")
                .description("Batches that could not be written")
                .register(registry);
    }

    private Counter refusals(String kind) {
        return Counter.builder("postwerk.smtp.refusals")
                .description("Senders, recipients and messages refused")
                .tag("kind", kind)
                .register(registry);
    }

    private Counter deliveries(String result) {
        return Counter.builder("postwerk.queue.deliveries")
                .description("Recipients that were tried out of the queue, by what became of them")
                .tag("result", result)
                .register(registry);
    }

    private Counter limits(SmtpEvent.Limit limit, String action) {
        return Counter.builder("postwerk.smtp.limits")
                .description("Answers that had to wait, and sessions that were ended, by the limit")
                .tag("limit", limit.name().toLowerCase(Locale.ROOT))
                .tag("action", action)
                .register(registry);
    }

    private Counter logins(String result) {
        return Counter.builder("postwerk.smtp.logins")
                .description("Logins, by what became of them")
                .tag("result", result)
                .register(registry);
    }

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        switch (event) {
            case SmtpEvent.Authenticated authenticated -> logins.increment();
            case SmtpEvent.AuthenticationFailed failure -> loginFailures.increment();
            case SmtpEvent.Delayed(var limit) ->
                Objects.requireNonNull(delayed.get(limit)).increment();
            case SmtpEvent.LimitReached(var limit) ->
                Objects.requireNonNull(ended.get(limit)).increment();
            case SmtpEvent.Opened _,
                    SmtpEvent.Closed _,
                    SmtpEvent.EarlyTalker _,
                    SmtpEvent.UnusualHello _,
                    SmtpEvent.TlsFailed _,
                    SmtpEvent.Refused _ -> {}
        }
    }

    /** Shows what clients take of the memory. */
    void register(MemoryBudget budget) {
        MemoryMetrics.register(registry, budget);
    }

    /** Shows a listener's connections. */
    void register(BoundListener listener) {
        Gauge.builder("postwerk.connections", listener, BoundListener::openConnections)
                .description("Connections that are open")
                .tag("listener", listener.name())
                .register(registry);
        FunctionCounter.builder("postwerk.connections.accepted", listener, BoundListener::acceptedConnections)
                .description("Connections taken")
                .tag("listener", listener.name())
                .register(registry);
        for (ConnectionLimits.Limit limit : ConnectionLimits.Limit.values()) {
            FunctionCounter.builder("postwerk.connections.refused", listener, l -> l.refusedConnections(limit))
                    .description("Connections refused, by the limit")
                    .tag("listener", listener.name())
                    .tag("limit", limit.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Shows the queue's size and age. */
    void register(DeliveryScheduler scheduler, InstantSource clock) {
        Gauge.builder("postwerk.queue.mails", scheduler, DeliveryScheduler::size)
                .description("Mails in the queue")
                .register(registry);
        Gauge.builder(
                        "postwerk.queue.oldest.seconds",
                        () -> scheduler
                                .oldest()
                                .map(oldest -> Duration.between(oldest, clock.instant())
                                        .toSeconds())
                                .orElse(0L))
                .description("Age of the oldest mail in the queue")
                .register(registry);
    }

    /** Shows whether no new mail is taken. */
    void draining(BooleanSupplier draining) {
        Gauge.builder("postwerk.draining", draining, d -> d.getAsBoolean() ? 1 : 0)
                .description("1 while no new mail is taken, since the server is to go")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void observe(MailEvent event) {
        switch (event) {
            case MailEvent.Accepted it -> {
                Objects.requireNonNull(accepted.get(it.mode())).record(it.nanos(), TimeUnit.NANOSECONDS);
                octets.record((double) it.octets());
            }
            case MailEvent.Refused it -> (it.reply().isPermanent() ? refusedForGood : refusedForNow).increment();
            case MailEvent.NotificationSubmitted it -> notifications.increment();
            case MailEvent.Delivered it -> delivered.increment();
            case MailEvent.Deferred it -> deferred.increment();
            case MailEvent.Failed it -> {
                failed.increment();
                if (it.report().isPresent()) {
                    reports.increment();
                }
            }
            case MailEvent.DelayReported it -> reports.increment();
            case MailEvent.ReportDropped it -> {}
            case MailEvent.AttemptFailed it -> {}
        }
    }

    @Override
    public void committed(int changes, boolean synced, long nanos) {
        if (synced) {
            syncs.record(nanos, TimeUnit.NANOSECONDS);
        }
        batches.record(changes);
    }

    @Override
    public void failed(int changes, Throwable cause) {
        commitFailures.increment();
    }
}
