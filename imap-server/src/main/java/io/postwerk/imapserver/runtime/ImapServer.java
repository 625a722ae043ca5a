package io.postwerk.imapserver.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.Program;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.BoundListener;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.runtime.Condition;
import io.postwerk.runtime.LoadedConfig;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.Readiness;
import io.postwerk.runtime.Revision;
import io.postwerk.runtime.ServerListeners;
import io.postwerk.runtime.ServerProgram;
import io.postwerk.runtime.ServerTls;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.runtime.StorageReport;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.client.UserDirectoryClient;
import io.postwerk.store.MailboxStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The program's wiring: configuration, store, sidecar, sessions, listeners, in the order in which they start. It is
 * stopped in the reverse order, so that sessions end before what they use.
 *
 * <p>It is ready once its listeners are bound, and auth-sidecar has answered once. When the sidecar is lost later it
 * stays so: logins and deliveries then fail temporarily, and open sessions go on. Taking the pod out of its Services
 * would end these sessions and would not bring the sidecar back.
 */
final class ImapServer implements ServerProgram {
    private static final Duration SHORTLY = Duration.ofMillis(300);

    /** Mail readers that take every connection they can get do not keep mail from being delivered. */
    private static final int PROGRAM_CONNECTIONS = 256;

    /** A directory that tells of changes makes this a safety net; one that cannot (a Dovecot) relies on it. */
    private static final Duration CHECK_SESSIONS_EVERY = Duration.ofSeconds(30);

    /** Long enough for a delivery that had begun. */
    private static final Duration LOOK_AT_REMOVALS_AGAIN = Duration.ofSeconds(3);

    private final ImapServerConfig config;
    private final StoreFactory stores;
    private final ImapServerMetrics metrics;
    private final MailboxListeners listeners;
    private final LiveConfig<MailboxRemovals.Table> removalConfig;
    private final LoadedConfig<MailboxRemovals.Table> loaded;
    private final Readiness readiness = new Readiness();
    private final ProgramLifecycle lifecycle;

    // Made by the steps of the life cycle, each before the steps that use it.
    @SuppressWarnings("NullAway.Init")
    private NetServer net;

    @SuppressWarnings("NullAway.Init")
    private NetServer programs;

    private volatile Optional<StoreFactory.OpenStore> store = Optional.empty();

    @SuppressWarnings("NullAway.Init")
    private AuthSocketClient logins;

    @SuppressWarnings("NullAway.Init")
    private UserDirectoryClient users;

    @SuppressWarnings("NullAway.Init")
    private OpenSessions sessions;

    private volatile Optional<MailboxRemover> removals = Optional.empty();
    private volatile Optional<UnreadableMessages> unreadable = Optional.empty();
    private volatile List<BoundListener> bound = List.of();
    private volatile boolean sidecarSeen;

    private ImapServer(
            ImapServerConfig config,
            MailboxListeners listeners,
            StoreFactory stores,
            LiveConfig<MailboxRemovals.Table> removalConfig,
            MeterRegistry registry) {
        this.config = config;
        this.stores = stores;
        this.removalConfig = removalConfig;
        this.metrics = new ImapServerMetrics(registry);
        this.listeners = listeners;
        this.loaded = LoadedConfig.of(
                Program.IMAP_SERVER,
                removalConfig,
                MailboxRemovals.Table::sequence,
                this::pending,
                InstantSource.system());
        this.lifecycle = ProgramLifecycle.builder()
                .step("configuration", SHORTLY, () -> {}, _ -> removalConfig.close())
                .step("store", Duration.ofSeconds(1), this::openStore, _ -> store().close())
                .step("network", SHORTLY, this::openNetwork, _ -> closeNetwork())
                .step("auth-sidecar", SHORTLY, this::connectSidecar, _ -> disconnectSidecar())
                .step("sessions", SHORTLY, this::watchSessions, _ -> sessions.close())
                .step(
                        "removals",
                        SHORTLY,
                        this::startRemovals,
                        _ -> removals.orElseThrow().close())
                .step("listeners", Duration.ofSeconds(config.limits().drainSeconds()), this::bind, this::drain)
                .build();
        StorageReport.register(registry, "mailboxes", this::storage);
        readiness
                .require("auth-sidecar", this::sidecarCondition)
                .require("messages", this::mailCondition)
                .require(
                        "storage", () -> storage().map(StorageReport::condition).orElseGet(Condition::up))
                .require("store", () -> broken().map(Condition::down).orElseGet(Condition::up));
    }

    /**
     * Reads the configuration and the certificates, and opens nothing.
     *
     * @param folder the config files
     * @throws StartFailedException naming file and field
     */
    static ImapServer create(Path folder, StoreFactory stores, MeterRegistry registry) throws StartFailedException {
        try {
            ImapServerConfig config = ProgramFiles.server(folder, ImapServerConfig.class);
            MailboxListeners.check(config);
            MailboxListeners listeners = new MailboxListeners(
                    config,
                    ServerTls.of(config.tls(), config.listeners()),
                    ServerTls.fromPrograms(config.internalTls()));
            return new ImapServer(config, listeners, stores, LiveConfig.removals(folder), registry);
        } catch (ConfigException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Revision revision() {
        return loaded.get();
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public ProgramLifecycle lifecycle() {
        return lifecycle;
    }

    @Override
    public Optional<String> broken() {
        return store.flatMap(open -> open.failure().get());
    }

    private Optional<StorageReport> storage() {
        return store.flatMap(open -> open.storage().get());
    }

    @Override
    public Optional<String> document(String name) {
        return name.equals("storage") ? storage().map(StorageReport::json) : Optional.empty();
    }

    private MailboxStore store() {
        return store.orElseThrow().store();
    }

    /** The listeners, as bound. */
    List<BoundListener> listeners() {
        return bound;
    }

    private void openStore() throws StartFailedException {
        Path directory = Path.of(config.store().directory());
        try {
            Files.createDirectories(spool());
        } catch (IOException e) {
            throw new StartFailedException(
                    "server.json: $.store.directory: " + directory + " cannot be made: " + e.getMessage(), e);
        }
        store = Optional.of(stores.open(config.store(), metrics));
        UnreadableMessages found = new UnreadableMessages(store());
        metrics.unreadable(found);
        unreadable = Optional.of(found);
    }

    /** Where messages go while they arrive, if they are too large for memory. */
    private Path spool() {
        return Path.of(config.store().directory()).resolve("spool");
    }

    private void openNetwork() {
        NetSettings settings = NetSettings.defaults();
        metrics.memory(settings.memory());
        net = NetServer.create(settings.withConnections(ServerListeners.connections(limits().clients())));
        removalConfig.onChange(
                table -> net.limits(ServerListeners.connections(table.limits().clients())));
        // The same memory: it is one process.
        programs = NetServer.create(settings.withEventLoops(1).withMaxConnections(PROGRAM_CONNECTIONS));
    }

    /** What clients may take by what was loaded last. */
    private MailboxLimits limits() {
        return removalConfig.current().map(MailboxRemovals.Table::limits).orElse(MailboxLimits.DEFAULT);
    }

    private void closeNetwork() {
        programs.close();
        net.close();
    }

    private void drain(Duration grace) throws InterruptedException {
        Thread clients = Thread.ofVirtual().start(() -> net.drain(grace));
        programs.drain(grace);
        clients.join();
    }

    private void connectSidecar() {
        logins = AuthSocketClient.start(
                Connector.unix(net.client(), Path.of(config.auth().socket())),
                config.auth().requireTls(),
                ClientTimeouts.defaults());
        users = UserDirectoryClient.start(
                Connector.unix(net.client(), Path.of(config.auth().userdbSocket())), ClientTimeouts.defaults());
        metrics.sidecar("auth", logins::connected);
        metrics.sidecar("userdb", users::connected);
    }

    private void disconnectSidecar() {
        logins.close();
        users.close();
    }

    private void watchSessions() {
        sessions = new OpenSessions(users, CHECK_SESSIONS_EVERY);
        sessions.start();
        metrics.sessions(sessions::size);
    }

    private void startRemovals() {
        MailboxRemover made =
                new MailboxRemover(removalConfig::current, users, sessions, store(), LOOK_AT_REMOVALS_AGAIN, metrics);
        metrics.removals(made::pending);
        removalConfig.onChange(_ -> made.changed());
        made.start();
        removals = Optional.of(made);
    }

    private long pending(MailboxRemovals.Table table) {
        return removals.map(started -> started.pending(table))
                .orElse((long) table.mailboxes().size());
    }

    private void bind() throws StartFailedException {
        try {
            bound = listeners.bind(
                    protocol -> protocol == ListenerProtocol.LMTP ? programs : net,
                    new MailboxListeners.Services(
                            new MeteredAuthenticator(logins, metrics),
                            users,
                            sessions,
                            store(),
                            unreadable.orElseThrow(),
                            metrics,
                            spool(),
                            this::limits),
                    metrics);
        } catch (BindFailedException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Mail that is lost does not keep the rest from being read. */
    private Condition mailCondition() {
        List<String> lost = unreadable.map(UnreadableMessages::listed).orElse(List.of());
        return lost.isEmpty()
                ? Condition.up()
                : Condition.degraded("cannot be read, restore them from a backup: " + String.join("; ", lost));
    }

    private Condition sidecarCondition() {
        if (!sidecarSeen && users != null && users.connected() && logins.connected()) sidecarSeen = true;
        return Condition.of(
                sidecarSeen,
                "waiting for the sockets " + config.auth().socket() + " and "
                        + config.auth().userdbSocket());
    }
}
