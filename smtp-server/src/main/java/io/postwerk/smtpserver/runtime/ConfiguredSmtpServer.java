package io.postwerk.smtpserver.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.config.ConfigException;
import io.postwerk.config.Program;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.runtime.Condition;
import io.postwerk.runtime.LoadedConfig;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.Readiness;
import io.postwerk.runtime.Revision;
import io.postwerk.runtime.ServerProgram;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.runtime.StorageReport;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.client.UserDirectoryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The program: reads its configuration from the folder that the environment names, and runs the service. */
final class ConfiguredSmtpServer implements ServerProgram {
    private static final Duration CLOSE_GRACE = Duration.ofMillis(250);

    /** The host's name: in a pod that of the pod, as the container runtime sets it. */
    private static final String HOST_VARIABLE = "HOSTNAME";

    private final LiveConfig<RoutingTable> routing;
    private final SmtpService service;
    private final Readiness readiness;
    private final ProgramLifecycle lifecycle;
    private final LoadedConfig<RoutingTable> loaded;

    private ConfiguredSmtpServer(
            SmtpServerConfig config,
            SmtpService.Tls tls,
            Optional<String> host,
            LiveConfig<RoutingTable> routing,
            MeterRegistry registry) {
        this.routing = routing;
        loaded = LoadedConfig.of(Program.SMTP_SERVER, routing, RoutingTable::sequence, InstantSource.system());
        SmtpLimits limits = routing.current().map(RoutingTable::limits).orElse(SmtpLimits.DEFAULT);
        NetServer net = SmtpService.network(limits);
        NetClient client = net.client();
        AuthSocketClient logins = AuthSocketClient.start(
                Connector.unix(client, Path.of(config.auth().socket())),
                config.auth().requireTls(),
                ClientTimeouts.defaults());
        UserDirectoryClient users = UserDirectoryClient.start(
                Connector.unix(client, Path.of(config.auth().userdbSocket())), ClientTimeouts.defaults());
        SmtpMetrics metrics = new SmtpMetrics(registry);
        Ports ports = new Ports(logins, users, routing::current, InstantSource.system());
        ProgramLifecycle.Builder steps = ProgramLifecycle.builder()
                .step("configuration", CLOSE_GRACE, () -> {}, grace -> routing.close())
                .step("network", CLOSE_GRACE, () -> {}, grace -> net.close())
                .step("auth", CLOSE_GRACE, () -> {}, grace -> {
                    logins.close();
                    users.close();
                });
        service = new SmtpService(config, tls, ports, metrics, net, limits);
        routing.onChange(table -> service.limits(table.limits()));
        service.addSteps(steps);
        host.ifPresent(name -> {
            routing.onChange(table -> service.drain(table.isDraining(name)));
            routing.current().ifPresent(table -> service.drain(table.isDraining(name)));
        });
        metrics.draining(service::isDraining);
        lifecycle = steps.build();
        readiness = new Readiness()
                .require("configuration", this::configured)
                .require("draining", () -> Condition.of(!service.isDraining(), "this server is to go"))
                .require("users", () -> Condition.of(users.connected(), "no connection to the user directory"))
                .require("logins", () -> Condition.of(logins.connected(), "no connection to the login service"))
                .require("queue", () -> Condition.of(service.queueWorks(), "the queue cannot be written"))
                .require(
                        "storage",
                        () -> service.storage().map(StorageReport::condition).orElseGet(Condition::up));
        StorageReport.register(registry, "queue", service::storage);
    }

    static ConfiguredSmtpServer create(MeterRegistry registry) throws StartFailedException {
        return create(
                LoadedConfig.folderFromEnvironment(), Optional.ofNullable(System.getenv(HOST_VARIABLE)), registry);
    }

    /** @param host how this host is called in the configuration, if it may be told to drain */
    static ConfiguredSmtpServer create(Path folder, Optional<String> host, MeterRegistry registry)
            throws StartFailedException {
        try {
            SmtpServerConfig config = ProgramFiles.server(folder, SmtpServerConfig.class);
            SmtpService.Tls tls = SmtpService.Tls.of(config);
            return new ConfiguredSmtpServer(config, tls, host, LiveConfig.routing(folder), registry);
        } catch (ConfigException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private Condition configured() {
        return routing.current().isPresent()
                ? Condition.up()
                : Condition.down(routing.lastError().orElse("no complete routing is loaded"));
    }

    @Override
    public Revision revision() {
        return loaded.get();
    }

    @Override
    public Optional<String> document(String name) {
        return switch (name) {
            case "queue" -> service.report().map(SmtpService.QueueReport::json);
            case "storage" -> service.storage().map(StorageReport::json);
            default -> Optional.empty();
        };
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
        return service.broken();
    }
}
