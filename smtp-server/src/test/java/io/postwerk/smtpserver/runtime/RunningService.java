package io.postwerk.smtpserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.runtime.ProgramLifecycle;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.ClientSettings.StartTls;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtpserver.receive.FakeLogins;
import io.postwerk.smtpserver.routing.FakeUsers;
import io.postwerk.smtpserver.routing.TableBuilder;
import io.postwerk.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** All of smtp-server but Quarkus, config files and auth-sidecar, on free ports, with a stand-in for imap-server. */
final class RunningService implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    final FakeUsers users = new FakeUsers().with("alice@example.org", "bob@example.org");
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final SmtpMetrics metrics = new SmtpMetrics(registry);
    final ImapServerStandIn mailboxes;
    private final NetClient net = NetClient.create(NetSettings.defaults().withEventLoops(1));
    private final TestCertificates certificates;
    private final SmtpServerConfig config;
    private final RoutingTable table;
    private Optional<ProgramLifecycle> running = Optional.empty();
    private Optional<SmtpService> service = Optional.empty();

    RunningService(Path folder, Optional<NextHop> nextHop) throws IOException {
        this(folder, nextHop, "127.0.0.1");
    }

    /** @param mailboxHost the name of imap-server's host */
    RunningService(Path folder, Optional<NextHop> nextHop, String mailboxHost) throws IOException {
        TableBuilder builder = new TableBuilder()
                .mailbox("example.org", "alice@example.org")
                .alias("info@example.org", "alice@example.org", "bob@example.org")
                .postmaster("alice@example.org");
        nextHop.ifPresent(builder::outbound);
        table = builder.build();
        certificates = TestCertificates.in(folder.resolve("ca"));
        CertificateFiles own = certificates.files("localhost", "localhost", "127.0.0.1");
        int lmtp = freePort();
        mailboxes = new ImapServerStandIn(certificates.mutualServer(), lmtp);
        config = new SmtpServerConfig(
                ConfigFormat.VERSION,
                "mx.example.org",
                List.of(
                        listener("smtp", ListenerProtocol.SMTP, TlsConfig.Mode.START_TLS),
                        listener("submission", ListenerProtocol.SUBMISSION, TlsConfig.Mode.START_TLS),
                        listener("submissions", ListenerProtocol.SUBMISSION, TlsConfig.Mode.IMPLICIT)),
                List.of(),
                List.of(RecipientRestriction.values()),
                SmtpServerConfig.Senders.defaults(),
                new ServerConfig.Auth(true, true, "/unused", "/unused"),
                new TlsConfig(List.of(new TlsConfig.Certificate(
                        "default",
                        List.of("localhost"),
                        own.certificate().toString(),
                        own.key().toString()))),
                new TlsConfig.Internal(
                        certificates.caFile().toString(),
                        own.certificate().toString(),
                        own.key().toString()),
                new SmtpServerConfig.MailboxDelivery(mailboxHost, lmtp, "localhost"),
                new SmtpServerConfig.Queue(
                        folder.resolve("queue").toString(), List.of(300), 432_000, 20, Optional.empty()),
                new SmtpServerConfig.Limits(52_428_800, 1000, 4),
                new ServerConfig.Management("127.0.0.1", 1));
    }

    private static ListenerConfig listener(String name, ListenerProtocol protocol, TlsConfig.Mode tls)
            throws IOException {
        return new ListenerConfig(name, protocol, List.of("127.0.0.1"), freePort(), tls);
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    RunningService start() throws StartFailedException {
        return start(new FakeLogins(), users);
    }

    /** With users from somewhere else. */
    RunningService start(Authenticator logins, UserDirectory directory) throws StartFailedException {
        NetServer edge = SmtpService.network(SmtpLimits.DEFAULT);
        Ports ports = new Ports(logins, directory, () -> Optional.of(table), InstantSource.system());
        ProgramLifecycle.Builder steps =
                ProgramLifecycle.builder().step("network", Duration.ofMillis(250), () -> {}, grace -> edge.close());
        SmtpService made =
                new SmtpService(config, SmtpService.Tls.of(config), ports, metrics, edge, SmtpLimits.DEFAULT);
        made.addSteps(steps);
        service = Optional.of(made);
        ProgramLifecycle lifecycle = steps.build();
        running = Optional.of(lifecycle);
        lifecycle.start();
        return this;
    }

    void stop() {
        running.ifPresent(ProgramLifecycle::stop);
        running = Optional.empty();
    }

    SmtpService service() {
        return service.orElseThrow();
    }

    int port(String listener) {
        return config.listeners().stream()
                .filter(it -> it.name().equals(listener))
                .findFirst()
                .orElseThrow()
                .port();
    }

    /** A client on that listener, logged in if a user is named; over TLS then. */
    MailClient client(String listener, Optional<String> user) throws IOException {
        ClientSettings settings = ClientSettings.of("client.example")
                .withTimeouts(
                        ClientSettings.Timeouts.DEFAULT.withConnect(TIMEOUT).withReplies(TIMEOUT));
        if (user.isPresent()) {
            settings = settings.withCredentials(new ClientSettings.Credentials(user.get(), "secret"));
        }
        boolean implicit = listener.equals("submissions");
        if (!implicit && user.isPresent()) {
            settings = settings.withStartTls(new StartTls.Required(certificates.client()));
        }
        ConnectOutcome outcome = MailClient.smtp(
                net,
                new InetSocketAddress("127.0.0.1", port(listener)),
                implicit ? Optional.of(certificates.client()) : Optional.empty(),
                settings);
        if (outcome instanceof ConnectOutcome.Connected(MailClient client)) {
            return client;
        }
        throw new AssertionError("not connected: " + outcome);
    }

    double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.yield();
        }
    }

    @Override
    public void close() {
        stop();
        mailboxes.stop();
        net.close();
    }
}
