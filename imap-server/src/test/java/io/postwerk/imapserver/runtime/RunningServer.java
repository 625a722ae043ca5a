package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.imapserver.runtime.StoreFactory.OpenStore;
import io.postwerk.net.BoundListener;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.memory.InMemoryMailboxStore;
import io.postwerk.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The whole program but for Quarkus, with a stand-in for auth-sidecar, on free ports. */
final class RunningServer implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final NetClient net = NetClient.create(NetSettings.defaults().withEventLoops(1));
    final ImapConfigFiles files;
    final TestCertificates certificates;
    final MailboxStore store = new InMemoryMailboxStore();
    final List<ListenerConfig> listeners = new ArrayList<>();
    private Optional<SidecarStandIn> sidecar = Optional.empty();
    private Optional<ImapServer> server = Optional.empty();

    RunningServer(Path folder) throws IOException {
        certificates = TestCertificates.in(folder.resolve("ca"));
        CertificateFiles own = certificates.files("localhost", "localhost", "127.0.0.1");
        files = new ImapConfigFiles(folder, own.certificate(), own.key(), certificates.caFile());
        listener("imap", ListenerProtocol.IMAP, TlsConfig.Mode.START_TLS);
        listener("imaps", ListenerProtocol.IMAP, TlsConfig.Mode.IMPLICIT);
        listener("pop3", ListenerProtocol.POP3, TlsConfig.Mode.START_TLS);
        listener("pop3s", ListenerProtocol.POP3, TlsConfig.Mode.IMPLICIT);
        listener("lmtp", ListenerProtocol.LMTP, TlsConfig.Mode.IMPLICIT);
    }

    void listener(String name, ListenerProtocol protocol, TlsConfig.Mode tls) throws IOException {
        listeners.add(new ListenerConfig(name, protocol, List.of("127.0.0.1"), freePort(), tls));
    }

    /** A port that was free a moment ago. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    SidecarStandIn startSidecar() throws IOException {
        SidecarStandIn standIn = SidecarStandIn.start(
                NetServer.create(NetSettings.defaults().withEventLoops(1)), files.authSocket(), files.userdbSocket());
        standIn.put("alice@example.org", "wonderland", "id-alice");
        standIn.put("bob@example.org", "builder", "id-bob");
        sidecar = Optional.of(standIn);
        return standIn;
    }

    ImapServer create() throws IOException, StartFailedException {
        files.write(listeners);
        return ImapServer.create(files.config(), (directory, commits) -> OpenStore.of(store), metrics);
    }

    /** Other mailboxes are to be removed. */
    void remove(long sequence, MailboxRemovals.Removal... removals) throws IOException {
        files.write(listeners, sequence, removals);
    }

    ImapServer start() throws IOException, StartFailedException {
        ImapServer created = create();
        server = Optional.of(created);
        created.lifecycle().start();
        return created;
    }

    /** Everything is there and ready. */
    ImapServer startReady() throws IOException, StartFailedException {
        startSidecar();
        ImapServer started = start();
        await("ready", started.readiness()::ready);
        return started;
    }

    InetSocketAddress address(String listener) {
        BoundListener bound = server.orElseThrow().listeners().stream()
                .filter(one -> one.name().equals(listener))
                .findFirst()
                .orElseThrow();
        return new InetSocketAddress("127.0.0.1", bound.port());
    }

    SidecarStandIn sidecar() {
        return sidecar.orElseThrow();
    }

    TlsContext client() throws IOException {
        return certificates.client();
    }

    /** A session over TLS in which this was said, and its last line begins with that. */
    Connection session(String listener, String last, String... commands) throws IOException {
        Connection connection = net.connect(address(listener), TIMEOUT, Optional.of(client()));
        for (String command : commands) connection.write(command + "\r\n");
        connection.flush();
        String line = "";
        while (!line.startsWith(last)) line = readLine(connection);
        return connection;
    }

    static String readLine(Connection connection) throws IOException {
        return new String(connection.readLine(4096, TIMEOUT), StandardCharsets.ISO_8859_1);
    }

    /** What the server says until it ends the session. */
    static List<String> untilTheEnd(Connection connection) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            while (true) lines.add(readLine(connection));
        } catch (ConnectionClosedException e) {
            return lines;
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void close() {
        server.ifPresent(started -> started.lifecycle().stop());
        sidecar.ifPresent(SidecarStandIn::close);
        net.close();
    }
}
