package io.postwerk.authsidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.authsidecar.audit.AuditLog;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UserTable;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramHash;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.client.UserDirectoryClient;
import io.postwerk.sasl.mechanism.ChannelBinding;
import io.postwerk.sasl.mechanism.ScramClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on real sockets, with the clients that our servers use. */
class AuthServiceTest {

    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final UserEntry ALICE = UserSets.user("alice@example.org", UserSets.password("wonderland"));
    private static final UserEntry BOB =
            UserSets.withQuota(UserSets.user("bob@example.org", UserSets.password("builder")), 1_000_000, 500);

    /** Kept, because the level is lost with the last reference to its logger. */
    private static final Logger AUDIT = Logger.getLogger(AuditLog.LOGGER);

    @TempDir
    Path folder;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private AuthSidecarConfig config;
    private AuthService service;
    private NetClient net;

    @BeforeAll
    static void quiet() {
        AUDIT.setLevel(Level.OFF);
    }

    @BeforeEach
    void start() throws BindFailedException, UnusableConfigException {
        config = UserSets.config(folder, 50);
        UserSets.write(folder.resolve("config"), config, 3, ALICE, BOB);
        service = open(LiveConfig.users(folder.resolve("config")));
        net = closing(NetClient.create(NetSettings.defaults().withEventLoops(1)));
    }

    private AuthService open(LiveConfig<UserTable> users) throws BindFailedException, UnusableConfigException {
        var opened = AuthService.create(config, users, new Metrics(metrics));
        opened.open();
        return opened;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : toClose.reversed()) {
            closeable.close();
        }
        service.close();
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private AuthSocketClient logins(String socket, boolean requireTls) {
        return closing(AuthSocketClient.start(Connector.unix(net, folder.resolve(socket)), requireTls, TIMEOUTS));
    }

    private UserDirectoryClient users() {
        return closing(UserDirectoryClient.start(Connector.unix(net, folder.resolve("userdb")), TIMEOUTS));
    }

    private static AuthFacts facts(boolean secured) {
        return new AuthFacts(
                "imap",
                new InetSocketAddress("127.0.0.1", 143),
                new InetSocketAddress("192.0.2.7", 4711),
                secured,
                Optional.empty(),
                "s1");
    }

    private static SaslStep plain(AuthSocketClient logins, String user, String password) {
        byte[] message = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return logins.start("plain", Optional.of(message), facts(true)).step();
    }

    private static SaslStep failure(FailureReason reason) {
        return new SaslStep.Failure(reason);
    }

    @Test
    void bindsItsSocketsWithTheirMode() throws IOException {
        for (String socket : List.of("auth", "auth-internal", "userdb")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(socket))))
                    .isEqualTo("rw-rw----");
        }
    }

    @Test
    void aProbeFindsAllSockets() throws IOException {
        service.probe().start();
        assertThat(service.probe().problem()).isEmpty();
    }

    @Test
    void aProbeMissesASocket() throws IOException {
        Files.delete(folder.resolve("userdb"));
        service.probe().start();
        assertThat(service.probe().problem()).get().asString().contains("userdb");
    }

    @Test
    void letsUsersInByEveryMechanism() throws SaslPrepException {
        for (String socket : List.of("auth", "auth-internal")) {
            var logins = logins(socket, true);
            var alice =
                    User.of(ALICE.address(), socket.equals("auth") ? "alice@example.org" : "id-of-alice@example.org");
            assertThat(plain(logins, "alice@example.org", "wonderland"))
                    .isInstanceOfSatisfying(
                            SaslStep.Success.class, s -> assertThat(s.user()).isEqualTo(alice));
            assertThat(plain(logins, "alice@example.org", "wrong")).isEqualTo(failure(FailureReason.CREDENTIALS));
            assertThat(plain(logins, "nobody@example.org", "x")).isEqualTo(failure(FailureReason.CREDENTIALS));

            SaslExchange login = logins.start("LOGIN", Optional.empty(), facts(true));
            login.respond("alice@example.org".getBytes(StandardCharsets.UTF_8));
            assertThat(login.respond("wonderland".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(SaslStep.Success.class);

            var client = new ScramClient("alice@example.org", "wonderland", "nonce");
            SaslExchange scram = logins.start("SCRAM-SHA-256", Optional.of(client.first()), facts(true));
            byte[] challenge = ((SaslStep.Challenge) scram.step()).data();
            var success =
                    (SaslStep.Success) scram.respond(client.answer(challenge).orElseThrow());
            assertThat(client.accepts(success.finalData().orElseThrow())).isTrue();
        }
    }

    /** The -PLUS mechanisms, from the data of the TLS session to the proof (RFC 5802 6, RFC 9266). */
    @Test
    void ownServersCarryChannelBinding() throws Exception {
        service.close();
        config = UserSets.with(config, List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "EXTERNAL", "PLAIN"));
        service = open(LiveConfig.users(folder.resolve("config")));
        var logins = logins("auth-internal", true);
        await(logins::connected);
        assertThat(logins.mechanisms(Protection.TLS))
                .extracting(MechanismInfo::name)
                .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN");
        assertThat(logins.mechanisms(Protection.CERTIFIED))
                .extracting(MechanismInfo::name)
                .contains("EXTERNAL");
        assertThat(bound(logins, new byte[] {1, 2, 3})).isInstanceOf(SaslStep.Success.class);
        assertThat(bound(logins, new byte[] {1, 2, 4})).isEqualTo(failure(FailureReason.CREDENTIALS));

        var others = logins("auth", true);
        await(others::connected);
        assertThat(others.mechanisms(Protection.CERTIFIED))
                .extracting(MechanismInfo::name)
                .containsExactly("SCRAM-SHA-256", "PLAIN");
        assertThat(bound(others, new byte[] {1, 2, 3})).isEqualTo(failure(FailureReason.UNKNOWN_MECHANISM));
    }

    private static SaslStep bound(AuthSocketClient logins, byte[] clientsData) throws SaslPrepException {
        var binding = new ChannelBinding(ChannelBinding.TLS_EXPORTER, clientsData);
        var client =
                new ScramClient(ScramHash.SHA_256, Optional.of(binding), "alice@example.org", "wonderland", "nonce");
        SaslExchange exchange =
                logins.start("SCRAM-SHA-256-PLUS", Optional.of(client.first()), tlsFacts(Optional.empty()));
        return exchange.step() instanceof SaslStep.Challenge(byte[] challenge)
                ? exchange.respond(client.answer(challenge).orElseThrow())
                : exchange.step();
    }

    private static AuthFacts tlsFacts(Optional<String> certificateUser) {
        AuthFacts plain = facts(true);
        var tls = new AuthFacts.TlsFacts(
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                Optional.empty(),
                certificateUser,
                Map.of(ChannelBinding.TLS_EXPORTER, new byte[] {1, 2, 3}));
        return new AuthFacts(plain.service(), plain.local(), plain.remote(), true, Optional.of(tls), plain.sessionId());
    }

    /** Whom our own server saw a certificate of; nobody else's word counts for that. */
    @Test
    void aCertificateLogsIn() throws Exception {
        service.close();
        config = UserSets.with(config, List.of("EXTERNAL", "PLAIN"));
        service = open(LiveConfig.users(folder.resolve("config")));
        var logins = logins("auth-internal", true);
        assertThat(logins.start("EXTERNAL", Optional.of(new byte[0]), tlsFacts(Optional.of("alice@example.org")))
                        .step())
                .isInstanceOf(SaslStep.Success.class);
        assertThat(logins.start("EXTERNAL", Optional.of(new byte[0]), tlsFacts(Optional.of("eve@example.org")))
                        .step())
                .isEqualTo(failure(FailureReason.CREDENTIALS));
        assertThat(logins.start("EXTERNAL", Optional.of(new byte[0]), tlsFacts(Optional.empty()))
                        .step())
                .isEqualTo(failure(FailureReason.UNKNOWN_MECHANISM));
        assertThat(logins("auth", true)
                        .start("EXTERNAL", Optional.of(new byte[0]), tlsFacts(Optional.of("alice@example.org")))
                        .step())
                .isEqualTo(failure(FailureReason.UNKNOWN_MECHANISM));
    }

    /** A user from Dovecot, with the hash that it had of their password. */
    @Test
    void aUserWithAnOldHashLogsIn() throws Exception {
        var old = UserSets.user(
                "old@example.org",
                UserSets.crypt(
                        "{SHA512-CRYPT}$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLi"
                                + "BFdcbYEdFCoEOfaS35inz1"));
        UserSets.write(folder.resolve("config"), config, 4, ALICE, old);
        var logins = logins("auth", true);
        await(() -> plain(logins, "old@example.org", "Hello world!") instanceof SaslStep.Success);
        assertThat(plain(logins, "old@example.org", "hello world!")).isEqualTo(failure(FailureReason.CREDENTIALS));
    }

    @Test
    void listensOnTcpToo() throws Exception {
        service.close();
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        config = UserSets.withTcp(
                config, new AuthSidecarConfig.TcpListener(AuthSidecarConfig.TcpService.AUTH, "127.0.0.1", port));
        service = open(LiveConfig.users(folder.resolve("config")));
        Connector tcp =
                () -> net.connect(new InetSocketAddress("127.0.0.1", port), Duration.ofSeconds(5), Optional.empty());
        var logins = closing(AuthSocketClient.start(tcp, true, TIMEOUTS));
        assertThat(plain(logins, "alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void replacesASocketThatIsLeftOver() throws Exception {
        service.close();
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(folder.resolve("auth")));
        }
        assertThat(folder.resolve("auth")).exists();
        service = open(LiveConfig.users(folder.resolve("config")));
        assertThat(plain(logins("auth", true), "alice@example.org", "wonderland"))
                .isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void offersNothingAndTakesNothingWithoutTls() {
        var logins = logins("auth", true);
        assertThat(plain(logins, "alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
        assertThat(logins.mechanisms(Protection.TLS))
                .extracting(MechanismInfo::name)
                .containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
        assertThat(logins.mechanisms(Protection.NONE)).isEmpty();
        assertThat(logins.start("SCRAM-SHA-256", Optional.empty(), facts(false)).step())
                .isEqualTo(failure(FailureReason.ENCRYPTION_REQUIRED));
    }

    /** The sidecar does not leave it to the front end. */
    @Test
    void refusesPasswordsThatAFrontEndTookInTheClear() {
        var careless = logins("auth", false);
        assertThat(careless.start("PLAIN", Optional.of(new byte[0]), facts(false))
                        .step())
                .isEqualTo(failure(FailureReason.ENCRYPTION_REQUIRED));
    }

    @Test
    void anUnknownMechanismIsNotEvenAskedFor() {
        assertThat(logins("auth", true)
                        .start("X\t\n", Optional.empty(), facts(true))
                        .step())
                .isEqualTo(failure(FailureReason.UNKNOWN_MECHANISM));
    }

    @Test
    void aCancelledExchangeLeavesTheOthersAlone() {
        var logins = logins("auth", true);
        SaslExchange exchange = logins.start("LOGIN", Optional.empty(), facts(true));
        exchange.cancel();
        exchange.cancel();
        assertThat(exchange.step()).isInstanceOf(SaslStep.Failure.class);
        assertThat(plain(logins, "alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void manyLogInAtOnceOverOneConnection() throws InterruptedException, ExecutionException {
        var logins = logins("auth-internal", true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<SaslStep>>();
            for (int i = 0; i < 200; i++) {
                String password = i % 10 == 0 ? "wrong" : "wonderland";
                Callable<SaslStep> login = () -> plain(logins, "alice@example.org", password);
                results.add(threads.submit(login));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(results.get(i).get())
                        .isInstanceOf(i % 10 == 0 ? SaslStep.Failure.class : SaslStep.Success.class);
            }
        }
        assertThat(metrics.find("postwerk.auth.logins")
                        .tag("outcome", "accepted")
                        .counter()
                        .count())
                .isEqualTo(180);
    }

    @Test
    void looksUsersUp() {
        var users = users();
        assertThat(users.lookup(BOB.address(), "lmtp", 0))
                .isEqualTo(new UserLookup.Found(new User(
                        BOB.address(),
                        "id-of-bob@example.org",
                        OptionalLong.of(1_000_000),
                        OptionalLong.of(500),
                        false)));
        assertThat(users.lookup(UserSets.address("nobody@example.org"), "lmtp", 3))
                .isEqualTo(new UserLookup.Unknown());
        assertThat(users.lookup(UserSets.address("nobody@example.org"), "lmtp", 4))
                .isInstanceOf(UserLookup.Unavailable.class);
        assertThat(users.lookup(UserSets.address("\"with space\"@example.org"), "lmtp", 0))
                .isEqualTo(new UserLookup.Unknown());
    }

    @Test
    void aChangeOfUsersIsToldAndHolds() throws InterruptedException {
        var logins = logins("auth-internal", true);
        var users = users();
        var changes = new LinkedBlockingQueue<Long>();
        users.onChange(() -> changes.add(System.nanoTime()));
        assertThat(users.lookup(ALICE.address(), "imap", 3)).isInstanceOf(UserLookup.Found.class);
        assertThat(plain(logins, "alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
        assertThat(plain(logins, "alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
        changes.poll(200, TimeUnit.MILLISECONDS); // that of the first connection, if it comes after the listener

        UserSets.write(folder.resolve("config"), config, 4, UserSets.disabled(ALICE));
        assertThat(changes.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(users.lookup(ALICE.address(), "imap", 4))
                .isInstanceOfSatisfying(
                        UserLookup.Found.class,
                        f -> assertThat(f.user().disabled()).isTrue());
        assertThat(users.lookup(BOB.address(), "imap", 4)).isEqualTo(new UserLookup.Unknown());
        assertThat(plain(logins, "alice@example.org", "wonderland"))
                .as("remembered no more")
                .isEqualTo(failure(FailureReason.DISABLED));
    }

    @Test
    void clientsComeBackAfterARestart() throws Exception {
        var logins = logins("auth-internal", true);
        var users = users();
        assertThat(plain(logins, "alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
        assertThat(users.lookup(ALICE.address(), "imap", 3)).isInstanceOf(UserLookup.Found.class);
        service.drain(Duration.ofSeconds(5));
        service.close();
        service = open(LiveConfig.users(folder.resolve("config")));
        await(() -> plain(logins, "alice@example.org", "wonderland") instanceof SaslStep.Success);
        await(() -> users.lookup(ALICE.address(), "imap", 3) instanceof UserLookup.Found);
    }

    @Test
    void whatIsUnderWayIsFinishedWhenItStops() throws Exception {
        service.close();
        config = UserSets.config(folder, 1_000);
        service = open(LiveConfig.users(folder.resolve("config")));
        var logins = logins("auth", true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<SaslStep> login = threads.submit(() -> plain(logins, "alice@example.org", "wrong"));
            await(() -> metrics.find("postwerk.auth.logins").counter() != null);
            service.drain(Duration.ofSeconds(20));
            assertThat(login.get()).isEqualTo(failure(FailureReason.CREDENTIALS));
        }
    }

    /** Until a complete set of users is there, nothing is said for good. */
    @Test
    void startsWithoutUsers() throws Exception {
        service.close();
        service = open(LiveConfig.users(folder.resolve("nothing")));
        assertThat(users().lookup(ALICE.address(), "imap", 0)).isInstanceOf(UserLookup.Unavailable.class);
        assertThat(plain(logins("auth", true), "alice@example.org", "wonderland"))
                .isEqualTo(failure(FailureReason.TEMPORARY));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadline).as("in time").isNegative();
            Thread.onSpinWait();
        }
    }
}
