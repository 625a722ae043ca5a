package io.postwerk.authsidecar.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.UserSets;
import io.postwerk.authsidecar.login.FinishedLogins;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.authsidecar.users.UserSources;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UserTable;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import io.postwerk.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the lines a space stands for TAB. */
class UserdbSessionTest {

    private Optional<UserTable> users = Optional.of(UserSets.table(
            7,
            UserSets.user("alice@example.org", UserSets.password("wonderland")),
            UserSets.withQuota(UserSets.user("bob@example.org", UserSets.password("builder")), 1_000_000_000, 500),
            UserSets.disabled(UserSets.user("off@example.org", UserSets.password("secret"))),
            UserSets.user("apps@example.org", UserSets.passwordFor("mobile", ListenerProtocol.IMAP)),
            UserSets.user("guest@example.org", UserSets.passwordUntil("guest", Instant.parse("2026-01-01T00:00:00Z"))),
            UserSets.unavailable("broken@example.org", "secret is missing")));
    private final List<UserdbService.Result> results = new ArrayList<>();
    private final List<UserdbServerMessage> out = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final UserdbService service = new UserdbService(
            new UserSources(List.of(new ConfiguredUsers(() -> users, FakeClock.at("2026-03-01T12:00:00Z")))),
            () -> users.map(UserTable::sequence).orElse(0L),
            results::add,
            work -> false,
            10);
    private final UserdbSession session = new UserdbSession(
            service, new FinishedLogins(10, Duration.ofSeconds(150), System::nanoTime), out::add, later::add);

    private boolean versionSent;

    @BeforeEach
    void greet() {
        session.opened();
    }

    @Test
    void greetsWithNothingButVersionAndProcessId() {
        List<String> greeting = replies();
        assertThat(greeting).hasSize(2);
        assertThat(greeting.get(0)).isEqualTo("VERSION 1 2");
        assertThat(greeting.get(1)).matches("SPID [0-9]+");
    }

    @ParameterizedTest
    @CsvSource({
        "USER 1 alice@example.org service=lmtp, USER 1 alice@example.org mailbox_id=id-of-alice@example.org",
        "USER 1 ALICE@Example.ORG protocol=lmtp, USER 1 alice@example.org mailbox_id=id-of-alice@example.org",
        "USER 4294967295 off@example.org service=smtp,"
                + " USER 4294967295 off@example.org mailbox_id=id-of-off@example.org disabled",
        "USER 1 bob@example.org service=lmtp lip=10.0.0.1 unheard_of,"
                + " USER 1 bob@example.org mailbox_id=id-of-bob@example.org quota_storage=1000000000 quota_messages=500",
        "USER 1 nobody@example.org service=smtp, NOTFOUND 1",
        "USER 1 alice service=smtp, NOTFOUND 1",
        "USER 1 broken@example.org service=smtp, FAIL 1 reason=secret is missing",
        "USER 1 alice@example.org service=smtp min_sequence=7,"
                + " USER 1 alice@example.org mailbox_id=id-of-alice@example.org",
        "USER 1 alice@example.org service=smtp min_sequence=8, 'FAIL 1 reason=users are at 7, not yet at 8'",
        "USER 1 nobody@example.org service=smtp min_sequence=8, 'FAIL 1 reason=users are at 7, not yet at 8'",
        "PASS 1 Alice@example.org service=imap, PASS 1 user=alice@example.org",
        "PASS 1 apps@example.org service=imap, PASS 1 user=apps@example.org",
        "PASS 1 apps@example.org service=pop3, NOTFOUND 1",
        "PASS 1 off@example.org service=imap, NOTFOUND 1",
        "PASS 1 guest@example.org service=imap, NOTFOUND 1",
        "PASS 1 nobody@example.org service=imap, NOTFOUND 1",
        "PASS 1 broken@example.org service=imap, FAIL 1 reason=secret is missing",
    })
    void answers(String request, String reply) {
        assertThat(ask(request)).containsExactly(reply);
    }

    @Test
    void aSequenceThatCannotBeReadIsNotThereYet() {
        assertThat(ask("USER 1 nobody@example.org service=smtp min_sequence=x"))
                .singleElement()
                .asString()
                .startsWith("FAIL 1");
    }

    @Test
    void whileNoUsersAreLoadedNothingIsNotFound() {
        users = Optional.empty();
        assertThat(ask("USER 1 nobody@example.org service=smtp")).containsExactly("FAIL 1 reason=no users are loaded");
        assertThat(ask("PASS 2 nobody@example.org service=smtp")).containsExactly("FAIL 2 reason=no users are loaded");
        assertThat(ask("LIST 3")).containsExactly("DONE 3 fail");
        assertThat(ask("WATCH 4")).containsExactly("CHANGED 4 0");
        assertThat(results).containsOnly(UserdbService.Result.UNAVAILABLE);
    }

    @Test
    void lookupsAreCounted() {
        ask("USER 1 alice@example.org service=smtp");
        ask("USER 2 nobody@example.org service=smtp");
        assertThat(results).containsExactly(UserdbService.Result.FOUND, UserdbService.Result.NOT_FOUND);
    }

    @Test
    void listsUsers() {
        assertThat(ask("LIST 1"))
                .contains("LIST 1 alice@example.org", "LIST 1 off@example.org", "LIST 1 broken@example.org")
                .hasSize(7)
                .endsWith("DONE 1 ");
        assertThat(ask("LIST 2 user=B*@example.org"))
                .containsExactlyInAnyOrder("LIST 2 bob@example.org", "LIST 2 broken@example.org", "DONE 2 ")
                .endsWith("DONE 2 ");
        assertThat(ask("LIST 3 user=nobody")).containsExactly("DONE 3 ");
    }

    @Test
    void aLongListComesInPieces() throws WireException {
        UserEntry[] many = new UserEntry[1_200];
        for (int i = 0; i < many.length; i++) {
            many[i] = UserSets.user("u" + i + "@example.org");
        }
        users = Optional.of(UserSets.table(8, many));
        session.line("VERSION\t1\t2");
        session.line("LIST\t1");
        replies();
        assertThat(session.maxWait()).isEqualTo(Duration.ZERO);
        assertThat(session.idle()).isFalse();
        session.tick();
        assertThat(replies()).hasSize(500);
        session.tick();
        session.tick();
        assertThat(replies()).hasSize(701).endsWith("DONE 1 ");
        assertThat(session.idle()).isTrue();
        assertThat(session.maxWait()).isPositive();
    }

    @Test
    void tellsWhoWatchesOfChanges() {
        assertThat(ask("WATCH 3")).containsExactly("CHANGED 3 7");
        service.changed(8);
        service.changed(9);
        assertThat(replies()).as("not on the thread of who changed them").isEmpty();
        runLater();
        assertThat(replies()).containsExactly("CHANGED 3 8", "CHANGED 3 9");
        session.closed();
        service.changed(10);
        runLater();
        assertThat(replies()).isEmpty();
        assertThat(service.watchers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USER 1 alice@example.org",
                "USER 1 alice@example.org secured",
                "PASS 1 alice@example.org",
                "USER 0 alice@example.org service=smtp",
                "USER x alice@example.org service=smtp",
                "USER 1",
                "REQUEST 1 1 1 00",
                "AUTH 1 PLAIN service=smtp",
                "VERSION 1 2",
                "WATCH",
                ""
            })
    void isDroppedForAMalformedLine(String line) throws WireException {
        session.line("VERSION\t1\t2");
        assertDropped(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER 1 alice@example.org service=smtp", "VERSION 2 0", "CPID 1", "WATCH 1"})
    void isDroppedWithoutAVersion(String line) {
        assertDropped(line);
    }

    @Test
    void watchesAndListsOnceAtATime() throws WireException {
        session.line("VERSION\t1\t2");
        session.line("WATCH\t1");
        assertDropped("WATCH 2");
        session.line("LIST\t1");
        assertDropped("LIST 2");
    }

    @Test
    void anythingIsAnsweredOrDropped() throws WireException {
        var random = new Random(14);
        session.line("VERSION\t1\t2");
        String alphabet = "USERPALITWCH \t\t\t0123456789abc@.=*?\u0001\0é";
        for (int round = 0; round < 20_000; round++) {
            var line = new StringBuilder(
                    List.of("USER\t1\t", "PASS\t1\t", "LIST\t1\tuser=", "").get(random.nextInt(4)));
            for (int i = random.nextInt(20); i > 0; i--) {
                line.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            line.append(random.nextBoolean() ? "\tservice=smtp" : "");
            try {
                session.line(line.toString());
                session.tick();
            } catch (WireException e) {
                continue;
            }
            assertThat(replies()).isNotEmpty();
        }
    }

    private List<String> ask(String line) {
        replies();
        try {
            if (!versionSent) {
                session.line("VERSION\t1\t0");
                versionSent = true;
            }
            session.line(line.replace(' ', '\t'));
        } catch (WireException e) {
            throw new AssertionError("dropped after " + line, e);
        }
        session.tick();
        return replies();
    }

    private void assertDropped(String line) {
        try {
            session.line(line.replace(' ', '\t'));
        } catch (WireException e) {
            return;
        }
        throw new AssertionError("not dropped after " + line);
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    private List<String> replies() {
        List<String> lines = out.stream()
                .map(m -> new String(m.octets(), StandardCharsets.UTF_8))
                .map(l -> l.substring(0, l.length() - 1).replace('\t', ' '))
                .toList();
        out.clear();
        return lines;
    }
}
