package io.postwerk.sasl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.mail.EmailAddress;
import io.postwerk.net.NetClient;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that are slow, gone, lazy or wrong: what is not a clear answer is a temporary failure. */
class OddServicesTest {

    private static final ClientTimeouts LONG = new ClientTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final ClientTimeouts HASTY = new ClientTimeouts(Duration.ofMillis(100), Duration.ofMillis(100));
    private static final SaslStep TEMPORARY = new SaslStep.Failure(FailureReason.TEMPORARY);
    private static final EmailAddress ALICE =
            EmailAddress.tryParse("alice@example.org").orElseThrow();

    @TempDir
    Path folder;

    private final NetClient net = NetClient.create(NetSettings.defaults().withEventLoops(1));
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose.reversed()) {
            closeable.close();
        }
        net.close();
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private Path socket() {
        return folder.resolve("s");
    }

    private FakeService logins(Function<String, List<String>> script) {
        return closing(new FakeService(socket(), FakeService.LOGIN_GREETING, script));
    }

    private FakeService lookups(Function<String, List<String>> script) {
        return closing(new FakeService(socket(), FakeService.LOOKUP_GREETING, script));
    }

    private AuthSocketClient client(ClientTimeouts timeouts) {
        return closing(AuthSocketClient.start(Connector.unix(net, socket()), false, timeouts));
    }

    private UserDirectoryClient directory(ClientTimeouts timeouts) {
        return closing(UserDirectoryClient.start(Connector.unix(net, socket()), timeouts));
    }

    private static AuthFacts facts() {
        try {
            return new AuthFacts(
                    "imap",
                    new InetSocketAddress(InetAddress.getByName("fe80::1"), 993),
                    new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 4711),
                    true,
                    Optional.of(new AuthFacts.TlsFacts(
                            "TLSv1.3",
                            "TLS_X",
                            Optional.of("imap.example.org"),
                            Optional.empty(),
                            Map.of("tls-exporter", new byte[] {1, 2, 3}))),
                    "s1");
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static SaslExchange plain(AuthSocketClient client) {
        return client.start("PLAIN", Optional.of(new byte[] {0}), facts());
    }

    private static List<String> say(String... lines) {
        return List.of(lines);
    }

    /** The reply to AUTH with its id, nothing to anything else. */
    private static Function<String, List<String>> onAuth(String... replies) {
        return line -> line.startsWith("AUTH ")
                ? List.of(replies).stream()
                        .map(r -> r.replace("ID", line.split(" ")[1]))
                        .toList()
                : List.of();
    }

    @Test
    void saysAllItKnowsAndTheResponseLast() throws InterruptedException {
        var service = logins(onAuth("OK ID user=alice@example.org"));
        plain(client(LONG));
        assertThat(service.heard().take()).isEqualTo("VERSION 1 3");
        assertThat(service.heard().take()).matches("CPID [1-9][0-9]*");
        assertThat(service.heard().take())
                .isEqualTo("AUTH 1 PLAIN service=imap nologin final-resp-ok secured=tls session=s1"
                        + " lip=fe80:0:0:0:0:0:0:1 lport=993 rip=192.0.2.7 rport=4711"
                        + " local_name=imap.example.org tls_protocol=TLSv1.3 tls_cipher=TLS_X resp=AA==");
    }

    @Test
    void aServiceWithoutMailboxIdsHasAddresses() {
        logins(onAuth("OK ID user=Alice@example.org"));
        var success = (SaslStep.Success) plain(client(LONG)).step();
        assertThat(success.user()).isEqualTo(User.of(ALICE, "alice@example.org"));
        assertThat(success.user().address().localPart()).isEqualTo("Alice");
    }

    @Test
    void offersNoPrivateMechanism() {
        logins(onAuth());
        var client = client(LONG);
        assertThat(client.start("X-SECRET", Optional.empty(), facts()).step())
                .isEqualTo(new SaslStep.Failure(FailureReason.UNKNOWN_MECHANISM));
        assertThat(client.mechanisms(Protection.TLS))
                .extracting(MechanismInfo::name)
                .containsExactly("PLAIN");
        assertThat(client.connected()).isTrue();
    }

    /** Dovecot 2.4 says nothing before it has heard its client's version. */
    @Test
    void aLazyServiceIsSpokenToFirst() {
        closing(new FakeService(
                socket(),
                List.of("VERSION 1 3"),
                line -> line.startsWith("VERSION")
                        ? FakeService.LOGIN_GREETING.subList(1, 7)
                        : onAuth("OK ID user=alice@example.org").apply(line)));
        assertThat(plain(client(LONG)).step()).isInstanceOf(SaslStep.Success.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OK ID",
                "OK ID user=",
                "OK ID user=alice",
                "CONT ID !",
                "VERSION 2 0",
                "NONSENSE",
                "OK x user=alice@example.org",
                FakeService.CLOSE
            })
    void anAnswerThatIsNoneFailsForNow(String answer) {
        logins(onAuth(answer));
        assertThat(plain(client(LONG)).step()).isEqualTo(TEMPORARY);
    }

    @ParameterizedTest
    @CsvSource({
        "FAIL ID, CREDENTIALS",
        "FAIL ID user=x code=temp_fail, TEMPORARY",
        "FAIL ID temp, TEMPORARY",
        "FAIL ID code=user_disabled, DISABLED",
        "FAIL ID code=pass_expired, EXPIRED",
        "FAIL ID code=authz_fail, NOT_AUTHORIZED",
        "FAIL ID reason=whatever, CREDENTIALS",
    })
    void failuresHaveReasons(String answer, FailureReason reason) {
        logins(onAuth(answer));
        assertThat(plain(client(LONG)).step()).isEqualTo(new SaslStep.Failure(reason));
    }

    @Test
    void anAnswerToNobodyIsPassedOver() {
        logins(onAuth("FAIL 4242", "OK ID user=alice@example.org"));
        assertThat(plain(client(LONG)).step()).isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void noAnswerInTimeFailsForNowAndIsCancelled() {
        var service = logins(onAuth());
        var client = client(new ClientTimeouts(Duration.ofSeconds(20), Duration.ofMillis(100)));
        assertThat(plain(client).step()).isEqualTo(TEMPORARY);
        await(() -> service.heard().contains("CANCEL 1"));
    }

    @Test
    void noServiceFailsForNow() {
        var client = client(HASTY);
        assertThat(plain(client).step()).isEqualTo(TEMPORARY);
        assertThat(client.mechanisms(Protection.TLS)).isEmpty();
        assertThat(client.connected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERSION 2 0", "VERSION 1 2", "NONSENSE", FakeService.CLOSE, "OK 1 user=x"})
    void aServiceThatDoesNotShakeHandsIsNoService(String greeting) {
        closing(new FakeService(socket(), List.of(greeting), line -> List.of()));
        assertThat(plain(client(HASTY)).step()).isEqualTo(TEMPORARY);
    }

    @Test
    void whatIsUnderWayFailsWithTheConnectionAndTheNextIsMade() {
        var first = new AtomicInteger();
        logins(line -> line.startsWith("AUTH ") && first.getAndIncrement() == 0
                ? say("CONT 1 ")
                : line.startsWith("CONT ")
                        ? say(FakeService.CLOSE)
                        : onAuth("OK ID user=alice@example.org").apply(line));
        var client = client(LONG);
        SaslExchange exchange = plain(client);
        assertThat(exchange.step()).isInstanceOf(SaslStep.Challenge.class);
        assertThat(exchange.respond(new byte[0])).isEqualTo(TEMPORARY);
        assertThatThrownBy(() -> exchange.respond(new byte[0])).isInstanceOf(IllegalStateException.class);
        await(() -> plain(client).step() instanceof SaslStep.Success);
    }

    @Test
    void aServiceThatComesLaterIsFound() {
        var client = client(HASTY);
        assertThat(plain(client).step()).isEqualTo(TEMPORARY);
        logins(onAuth("OK ID user=alice@example.org"));
        await(() -> plain(client).step() instanceof SaslStep.Success);
    }

    @ParameterizedTest
    @CsvSource({
        "USER 1 alice@example.org, true",
        "USER 1 ALICE@example.org uid=1 gid=1 home=/x, true",
        "USER 1 alice, false",
        "FAIL 1, false",
        "LIST 1 alice@example.org, false",
        "NONSENSE, false",
        "'(close)', false",
    })
    void lookupsAreFoundOrInDoubt(String answer, boolean found) {
        lookups(line -> line.startsWith("USER ") ? say(answer) : List.of());
        UserLookup result = directory(LONG).lookup(ALICE, "lmtp", 0);
        assertThat(result).isInstanceOf(found ? UserLookup.Found.class : UserLookup.Unavailable.class);
    }

    @Test
    void aLookupNamesTheSequenceItGoesBy() throws InterruptedException {
        var service = lookups(line -> line.startsWith("USER ") ? say("NOTFOUND 1") : List.of());
        assertThat(directory(LONG).lookup(ALICE, "lmtp", 17)).isEqualTo(new UserLookup.Unknown());
        await(() -> service.heard().contains("USER 1 alice@example.org service=lmtp min_sequence=17"));
    }

    @Test
    void noAnswerToALookupIsDoubt() {
        lookups(line -> List.of());
        assertThat(directory(new ClientTimeouts(Duration.ofSeconds(20), Duration.ofMillis(100)))
                        .lookup(ALICE, "lmtp", 0))
                .isInstanceOf(UserLookup.Unavailable.class);
    }

    /** Dovecot closes a connection on which it hears WATCH. */
    @Test
    void aServiceThatTellsOfNoChangesAnswersLookups() {
        var service = lookups(line -> line.startsWith("WATCH ")
                ? say(FakeService.CLOSE)
                : line.startsWith("USER ") ? say("NOTFOUND " + line.split(" ")[1]) : List.of());
        var directory = directory(LONG);
        await(() -> service.heard().contains("WATCH 1"));
        for (int i = 0; i < 50; i++) {
            assertThat(directory.lookup(ALICE, "lmtp", 0)).isEqualTo(new UserLookup.Unknown());
        }
    }

    @Test
    void changesAreToldOnceEach() throws InterruptedException {
        var changes = new AtomicInteger();
        var three = new CountDownLatch(3);
        var gate = new CountDownLatch(1);
        lookups(line -> {
            if (!line.startsWith("WATCH ")) {
                return List.of();
            }
            try {
                assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return say("CHANGED 1 0", "CHANGED 1 5", "CHANGED 1 5", "CHANGED 1 6", "CHANGED 1 7");
        });
        var directory = directory(LONG);
        directory.onChange(() -> {
            changes.incrementAndGet();
            throw new IllegalStateException("a listener that fails");
        });
        directory.onChange(three::countDown);
        gate.countDown();
        assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(changes).hasValue(3);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("in time").isNegative();
            Thread.onSpinWait();
        }
    }
}
