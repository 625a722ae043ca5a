package io.postwerk.authsidecar.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.authsidecar.AuthService;
import io.postwerk.authsidecar.Metrics;
import io.postwerk.authsidecar.UserSets;
import io.postwerk.config.SecretText;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.DirectoryConfig;
import io.postwerk.mail.DomainName;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.password.SaslPrepException;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.UserLookup;
import io.postwerk.sasl.client.AuthSocketClient;
import io.postwerk.sasl.client.ClientTimeouts;
import io.postwerk.sasl.client.Connector;
import io.postwerk.sasl.client.UserDirectoryClient;
import io.postwerk.sasl.mechanism.ScramClient;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for users in a real server of another kind, behind the sockets. The server has {@code anna@example.net} with the password
 * {@code kangaroo} and a limit of 5,000,000 octets, and {@code o'hara)(x=*@example.net} with the same. The directory stands
 * between two others: {@code alice} is a user of the configuration in front of it, {@code late@example.net} one of a directory behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DirectoryContract {

    static final String ODD = "o'hara)(x=*";
    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));

    Path folder;

    private AuthService service;
    private NetClient net;
    private AuthSocketClient logins;
    private UserDirectoryClient users;

    /** Makes the server and starts it. */
    abstract void prepare() throws Exception;

    abstract void start() throws Exception;

    abstract void stop() throws Exception;

    abstract DirectoryConfig.Source source();

    abstract SmtpCredentials.Login login(String name);

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        prepare();
        AuthSidecarConfig config = UserSets.withDirectories(
                UserSets.config(folder, 0),
                directory("resources", new DirectoryConfig.Source.Resources()),
                new DirectoryConfig(
                        "tested", List.of(DomainName.tryParse("example.net").orElseThrow()), "mail/main", source()),
                directory("never", new DirectoryConfig.Source.Resources()));
        UserSets.write(
                folder.resolve("config"),
                config,
                1,
                List.of(login("directory/tested")),
                UserSets.user("alice@example.org", UserSets.password("wonderland")));
        service = AuthService.create(
                config, LiveConfig.users(folder.resolve("config")), new Metrics(new SimpleMeterRegistry()));
        service.open();
        net = NetClient.create(NetSettings.defaults().withEventLoops(1));
        logins = AuthSocketClient.start(Connector.unix(net, folder.resolve("auth-internal")), true, TIMEOUTS);
        users = UserDirectoryClient.start(Connector.unix(net, folder.resolve("userdb")), TIMEOUTS);
        // on a busy machine the first connection to the server may take longer than a login waits for it
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> lookup("anna@example.net") instanceof UserLookup.Found);
    }

    private static DirectoryConfig directory(String name, DirectoryConfig.Source source) {
        return new DirectoryConfig(name, List.of(), "mail/main", source);
    }

    @AfterAll
    void close() throws Exception {
        if (service != null) {
            logins.close();
            users.close();
            net.close();
            service.close();
        }
        stop();
    }

    @Test
    @Order(1)
    void logsIn() {
        assertThat(plain("anna@example.net", "kangaroo")).isInstanceOfSatisfying(SaslStep.Success.class, s -> {
            assertThat(s.user().address()).hasToString("anna@example.net");
            assertThat(s.user().mailboxId()).matches("[0-9a-f]{40}");
        });
        assertThat(plain("ANNA@example.net", "kangaroo")).isInstanceOf(SaslStep.Success.class);
        assertThat(plain("anna@example.net", "Kangaroo")).isEqualTo(failure(FailureReason.CREDENTIALS));
        assertThat(plain("nobody@example.net", "kangaroo")).isEqualTo(failure(FailureReason.CREDENTIALS));
        assertThat(plain("alice@example.org", "wonderland")).isInstanceOf(SaslStep.Success.class);
    }

    /** What a name contains is never a part of a query. */
    @Test
    @Order(2)
    void aNameIsOnlyAName() {
        assertThat(lookup("\"" + ODD + "\"@example.net")).isInstanceOf(UserLookup.Unknown.class);
        assertThat(lookup("*@example.net")).isInstanceOf(UserLookup.Unknown.class);
        assertThat(lookup("\"' OR 'x'='x\"@example.net")).isInstanceOf(UserLookup.Unknown.class);
        assertThat(plain("\"*)(mail=*\"@example.net", "kangaroo")).isEqualTo(failure(FailureReason.CREDENTIALS));
    }

    @Test
    @Order(3)
    void looksUp() {
        assertThat(lookup("anna@example.net")).isInstanceOfSatisfying(UserLookup.Found.class, found -> {
            assertThat(found.user().quotaStorage()).hasValue(5_000_000);
            assertThat(found.user().mailboxId()).matches("[0-9a-f]{40}");
        });
        assertThat(lookup("nobody@example.net")).isInstanceOf(UserLookup.Unknown.class);
        assertThat(lookup("alice@example.org")).isInstanceOf(UserLookup.Found.class);
    }

    /** Under load: what cannot be known is never said for good, whatever moment the server goes or comes. */
    @Test
    @Order(4)
    void goesAwayAndComesBack() throws Exception {
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var workers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                Callable<Integer> loop = () -> load(over, number);
                workers.add(threads.submit(loop));
            }
            stop();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> lookup("anna@example.net") instanceof UserLookup.Unavailable);
            assertThat(plain("nobody@example.net", "x")).isEqualTo(failure(FailureReason.TEMPORARY));
            assertThat(plain("alice@example.org", "wonderland"))
                    .as("a source in front of it")
                    .isInstanceOf(SaslStep.Success.class);
            start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> plain("anna@example.net", "kangaroo") instanceof SaslStep.Success
                            && lookup("anna@example.net") instanceof UserLookup.Found);
            over.set(true);
            for (Future<Integer> worker : workers) {
                assertThat(worker.get()).isPositive();
            }
        }
    }

    private int load(AtomicBoolean over, int number) {
        int done = 0;
        while (!over.get()) {
            if (number % 2 == 0) {
                // a name of its own each time: nothing is remembered
                SaslStep step =
                        plain("ANNA".substring(0, done % 4) + "anna".substring(done % 4) + "@example.net", "kangaroo");
                assertThat(step instanceof SaslStep.Success || step.equals(failure(FailureReason.TEMPORARY)))
                        .as(step.toString())
                        .isTrue();
            } else {
                assertThat(lookup("anna@example.net")).isNotInstanceOf(UserLookup.Unknown.class);
            }
            done++;
        }
        return done;
    }

    SaslStep plain(String user, String password) {
        byte[] message = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return logins.start("PLAIN", Optional.of(message), facts()).step();
    }

    UserLookup lookup(String user) {
        return users.lookup(UserSets.address(user), "lmtp", 0);
    }

    private static AuthFacts facts() {
        var here = new InetSocketAddress("127.0.0.1", 1);
        return new AuthFacts("imap", here, here, true, Optional.empty(), "s1");
    }

    SaslStep scram(String user, String password) throws SaslPrepException {
        var client = new ScramClient(user, password, "fyko+d2lbbFgONRv9qkxdawL");
        var exchange = logins.start("SCRAM-SHA-256", Optional.of(client.first()), facts());
        return exchange.step() instanceof SaslStep.Challenge(byte[] data)
                ? exchange.respond(client.answer(data).orElseThrow())
                : exchange.step();
    }

    static SaslStep failure(FailureReason reason) {
        return new SaslStep.Failure(reason);
    }

    static SmtpCredentials.Login login(String name, String user, String password) {
        return new SmtpCredentials.Login(name, user, new SecretText(password));
    }
}
