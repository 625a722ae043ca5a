package io.postwerk.smtpserver.runtime;

import com.github.benmanes.caffeine.cache.Ticker;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import io.postwerk.rocksdb.DiskReserve;
import io.postwerk.rocksdb.Loss;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.ServerListeners;
import io.postwerk.runtime.ServerTls;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.runtime.StorageReport;
import io.postwerk.smtp.server.ReceivedHeader;
import io.postwerk.smtp.server.SmtpServer;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.RocksMailQueue;
import io.postwerk.smtpserver.receive.AddressPolicy;
import io.postwerk.smtpserver.receive.MailAcceptance;
import io.postwerk.smtpserver.receive.MailReceiver;
import io.postwerk.smtpserver.receive.RecipientRefusals;
import io.postwerk.smtpserver.routing.CachedUsers;
import io.postwerk.smtpserver.routing.RecipientResolver;
import io.postwerk.smtpserver.routing.RoutingRules;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of smtp-server in the order in which they start: queue, deliveries, listeners. Its dependencies on other
 * programs and on the configuration are its {@link Ports}.
 */
final class SmtpService {
    private static final Logger LOG = System.getLogger(SmtpService.class.getName());
    /** Enough to write to files what waits in memory. */
    private static final long BALLAST_OCTETS = 40L << 20;

    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration ATTEMPTS_GRACE = Duration.ofMillis(500);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    /**
     * The two ways in which smtp-server speaks TLS.
     *
     * @param clients towards those who bring mail
     * @param mailboxes towards imap-server
     */
    record Tls(ServerTls clients, TlsContext mailboxes) {
        /** @throws StartFailedException if a certificate, key or CA cannot be used; names the field */
        static Tls of(SmtpServerConfig config) throws StartFailedException {
            return new Tls(
                    ServerTls.of(config.tls(), config.listeners()),
                    ServerTls.toProgram(
                            config.internalTls(), config.mailboxDelivery().serverName()));
        }
    }

    private final SmtpServerConfig config;
    private final Tls tls;
    private final Ports ports;
    private final SmtpMetrics metrics;
    private final MailEvent.Observer observer;
    private final Path database;
    private final Path spool;

    private final NetServer net;
    private volatile SmtpLimits limits;

    @SuppressWarnings("NullAway.Init") // made by a step of the life cycle, before the steps that use it
    private volatile RocksMailQueue queue;

    @SuppressWarnings("NullAway.Init") // made by a step of the life cycle, before the steps that use it
    private Deliveries deliveries;

    @SuppressWarnings("NullAway.Init") // made by a step of the life cycle, before the steps that use it
    private SmtpListeners listeners;

    @SuppressWarnings("NullAway.Init") // made by a step of the life cycle, before the steps that use it
    private LoginRevocation logins;

    /** Guarded by this. */
    private boolean draining;

    private boolean serving;

    /** @param net event loops and limits; made before, since the ports use its client */
    SmtpService(SmtpServerConfig config, Tls tls, Ports ports, SmtpMetrics metrics, NetServer net, SmtpLimits limits) {
        this.limits = limits;
        this.config = config;
        this.tls = tls;
        this.ports = ports;
        this.metrics = metrics;
        this.net = net;
        metrics.register(net.memory());
        MailLog log = new MailLog();
        this.observer = event -> {
            metrics.observe(event);
            log.observe(event);
        };
        Path directory = Path.of(config.queue().directory());
        this.database = directory.resolve("db");
        this.spool = directory.resolve("spool");
    }

    static NetServer network(SmtpLimits limits) {
        return NetServer.create(NetSettings.defaults().withConnections(ServerListeners.connections(limits.clients())));
    }

    /** Holds for connections and sessions that begin from now on. */
    void limits(SmtpLimits changed) {
        limits = changed;
        net.limits(ServerListeners.connections(changed.clients()));
    }

    /** Adds the parts, in the order in which they start. */
    void addSteps(ProgramLifecycle.Builder steps) {
        steps.step("queue", CLOSE_GRACE, this::openQueue, grace -> queue.close());
        steps.step("deliveries", ATTEMPTS_GRACE, this::startDeliveries, this::stopDeliveries);
        steps.step("listeners", Duration.ofSeconds(config.limits().drainSeconds()), this::listen, this::stopListening);
    }

    private void openQueue() throws IOException {
        emptySpool();
        queue = RocksMailQueue.open(
                database,
                Optional.of(new DiskReserve.Settings(config.queue().minFreeOctets(), BALLAST_OCTETS)),
                metrics,
                (id, problem) -> LOG.log(Level.ERROR, "mail " + id + " in the queue cannot be read: " + problem));
    }

    /** Why the service cannot go on in this process; empty as long as it can. */
    Optional<String> broken() {
        return Optional.ofNullable(queue).flatMap(RocksMailQueue::broken);
    }

    /** Whether the queue takes changes; true while it is not open yet. */
    boolean queueWorks() {
        return Optional.ofNullable(queue)
                .map(opened -> opened.broken().isEmpty() && !opened.isFull())
                .orElse(true);
    }

    /** How it stands with the disk of the queue; empty while the queue is not open. */
    Optional<StorageReport> storage() {
        return Optional.ofNullable(queue).map(opened -> {
            DiskReserve.State room = opened.room();
            Loss loss = opened.loss();
            return new StorageReport(
                    room.freeOctets(),
                    room.totalOctets(),
                    room.minFreeOctets(),
                    room.low(),
                    loss.times(),
                    loss.happened() ? Optional.of(loss.describe()) : Optional.empty());
        });
    }

    /** Files there belong to messages that were never acknowledged. */
    private void emptySpool() throws IOException {
        Files.createDirectories(spool);
        try (Stream<Path> left = Files.list(spool)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    private void startDeliveries() throws IOException {
        deliveries = new Deliveries(config, tls.mailboxes(), ports, resolver(), net.client(), queue, observer);
        deliveries.start();
        metrics.register(deliveries.scheduler(), ports.clock());
    }

    private void stopDeliveries(Duration grace) throws InterruptedException {
        deliveries.stop(grace);
        deliveries.close();
    }

    private RecipientResolver resolver() {
        return new RecipientResolver(RoutingRules.of(config), ports.users());
    }

    private void listen() throws IOException {
        CachedUsers users = new CachedUsers(ports.users(), Ticker.systemTicker());
        SessionLog log = new SessionLog();
        MailReceiver.SessionObserver sessions = (session, event) -> {
            metrics.observe(session, event);
            log.observe(session, event);
        };
        MailAcceptance acceptance = new MailAcceptance(
                new ReceivedHeader(config.hostname(), config.auth().authenticatedHeader()),
                deliveries.cutThrough(),
                queue,
                deliveries.scheduler()::accept,
                observer,
                ports.clock());
        MailReceiver receiver = new MailReceiver(
                MailReceiver.Settings.of(config, () -> limits),
                ports.authenticator(),
                new AddressPolicy(ports.routing(), RoutingRules.of(config), users),
                acceptance,
                new RecipientRefusals(() -> limits, System::nanoTime),
                new MailReceiver.Observers(observer, sessions),
                ports.clock());
        listeners = new SmtpListeners(config, tls.clients());
        listeners.bind(net, receiver, spool);
        listeners.bound().forEach(metrics::register);
        listeners
                .bound()
                .forEach(
                        listener -> LOG.log(Level.INFO, "listener " + listener.name() + " at " + listener.addresses()));
        logins = new LoginRevocation(ports.users(), listeners.servers(), SWEEP).start();
        serve();
    }

    private synchronized void serve() {
        serving = true;
        applyDraining();
    }

    /**
     * Whether to take no new mail and to deliver what there is without waiting, since this server is to go. May be
     * called at any time, and taken back.
     */
    synchronized void drain(boolean on) {
        if (on != draining) {
            LOG.log(
                    Level.INFO,
                    on ? "draining: no new mail is taken, and what is queued is delivered" : "taking new mail again");
            draining = on;
            applyDraining();
        }
    }

    private void applyDraining() {
        if (serving) {
            listeners.servers().forEach(server -> server.drain(draining));
            deliveries.scheduler().flush(draining);
        }
    }

    synchronized boolean isDraining() {
        return draining;
    }

    /** What there is to do; empty while the service has not started. */
    synchronized Optional<QueueReport> report() {
        if (!serving) {
            return Optional.empty();
        }
        // Sessions are counted first: the mail of a session is in the queue before the session ends.
        int sessions =
                listeners.servers().stream().mapToInt(SmtpServer::openSessions).sum();
        return Optional.of(new QueueReport(
                deliveries.scheduler().size(), deliveries.scheduler().oldest(), sessions, draining));
    }

    private void stopListening(Duration grace) {
        logins.close();
        net.drain(grace);
    }

    /**
     * How much smtp-server has to do, as {@code GET /queue} on the management port reports it before the server is removed.
     *
     * @param messages mails in the queue
     * @param oldest when the oldest of them arrived
     * @param sessions sessions that are open, each of which may still bring a mail
     * @param draining whether no new mail is taken
     */
    record QueueReport(int messages, Optional<Instant> oldest, int sessions, boolean draining) {
        /** Whether the server can be removed without losing or delaying mail. */
        boolean drained() {
            return draining && sessions == 0 && messages == 0;
        }

        /** One JSON object; what is absent is {@code null}. */
        String json() {
            return "{\"messages\":" + messages + ",\"oldest\":"
                    + oldest.map(at -> "\"" + at + "\"").orElse("null") + ",\"sessions\":" + sessions + ",\"draining\":"
                    + draining + ",\"drained\":" + drained() + "}\n";
        }
    }
}
