package io.postwerk.authsidecar.login;

import static io.postwerk.authsidecar.login.LoginHarness.base64;
import static io.postwerk.authsidecar.login.LoginHarness.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.server.AuthSidecarConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What guessing at passwords does to those who know theirs. */
class GuessingTest {

    private static final Duration STEP = Duration.ofMillis(100);

    private final LoginHarness harness = LoginHarness.real(
            new AuthSidecarConfig.Penalties(8_000, 120, List.of(IpNetwork.parse("10.0.0.0/8")), 1_000));
    private int id;

    private static String from(String client, String line) {
        return line.replace("rip=192.0.2.7", "rip=" + client);
    }

    private int guess(String user) {
        harness.send(plain(++id, user, "wrong")).work();
        return id;
    }

    /** @return how long until the answer */
    private Duration login(String line) {
        harness.replies();
        harness.send(line).work();
        Duration waited = Duration.ZERO;
        Optional<String> answer = answer();
        while (answer.isEmpty()) {
            harness.pass(STEP).work();
            waited = waited.plus(STEP);
            answer = answer();
        }
        assertThat(answer.get()).startsWith("OK ");
        return waited;
    }

    private Optional<String> answer() {
        return harness.replies().stream()
                .filter(reply -> reply.matches("(OK|FAIL) " + id + " .*"))
                .findFirst();
    }

    /** The attack that refused everybody at the address: forty failures, one after the other, then the right password. */
    @Test
    void fortyFailuresDoNotRefuseTheRightPassword() {
        for (int i = 0; i < 40; i++) {
            guess("alice@example.org");
            harness.pass(Duration.ofSeconds(8));
        }
        assertThat(login(plain(++id, "alice@example.org", "wonderland"))).isZero();
    }

    @Test
    void fortyFailuresAtOnceDelayTheRightPassword() {
        for (int i = 0; i < 40; i++) {
            guess("alice@example.org");
        }
        assertThat(login(plain(++id, "alice@example.org", "wonderland"))).isLessThanOrEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void theirGuessesDoNotDelayAnotherUserOfTheirAddress() {
        for (int i = 0; i < 60; i++) {
            guess("alice@example.org");
        }
        assertThat(login(plain(++id, "apps@example.org", "mobile"))).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    /** Nothing is hashed for it, and it waits neither for places nor for those that others of its address have under way. */
    @Test
    void aRememberedPasswordIsNeverHeldUp() {
        login(plain(++id, "alice@example.org", "wonderland"));
        for (int i = 0; i < 300; i++) {
            harness.send(plain(++id, "alice@example.org", "wrong")); // more than one client may have under way
        }
        harness.replies();
        harness.send(plain(++id, "alice@example.org", "wonderland"));
        assertThat(harness.replies()).containsExactly("OK " + id + " user=alice@example.org");
        harness.work();
        harness.send(plain(++id, "alice@example.org", "wonderland"));
        assertThat(harness.replies()).contains("OK " + id + " user=alice@example.org");
    }

    /** Many logins of one user at once, some of them wrong: what waits is let in when the password is found to be right elsewhere. */
    @Test
    void whatWaitsIsLetInOnceItsPasswordIsKnown() {
        for (int i = 0; i < 60; i++) {
            guess("alice@example.org");
        }
        harness.replies();
        harness.send(plain(++id, "alice@example.org", "wonderland")).work();
        int waiting = id;
        assertThat(harness.replies()).isEmpty();
        harness.send(from("203.0.113.5", plain(++id, "alice@example.org", "wonderland")))
                .work();
        harness.pass(Duration.ofMillis(500));
        assertThat(harness.replies())
                .contains("OK " + id + " user=alice@example.org", "OK " + waiting + " user=alice@example.org");
    }

    /** From many addresses: the name's failures are slow, and its right password is not. */
    @Test
    void manyAddressesSlowTheFailuresOfANameAndNotItsUser() {
        for (int i = 0; i < 200; i++) {
            harness.send(from("198.51.100." + i, plain(++id, "alice@example.org", "wrong")))
                    .work();
        }
        harness.replies();
        harness.pass(Duration.ofMillis(7_900));
        assertThat(harness.replies()).as("failures that have been told, of 200").hasSizeLessThan(5);
        assertThat(login(from("203.0.113.5", plain(++id, "alice@example.org", "wonderland"))))
                .isZero();
    }

    /** A client that leaves before its failure is told has had its try. */
    @Test
    void whoCancelsEarlyWinsNothing() {
        for (int i = 0; i < 70; i++) {
            harness.send("CANCEL " + guess("alice@example.org"));
        }
        long tried = harness.decisions.stream()
                .filter(d -> d.outcome() instanceof Decision.Outcome.Refused)
                .count();
        assertThat(tried).isLessThanOrEqualTo(32);
        assertThat(login(plain(++id, "alice@example.org", "wonderland"))).isLessThanOrEqualTo(Duration.ofSeconds(8));
    }

    /** SCRAM's proofs take turns as passwords do, and an exchange that is abandoned has none. */
    @Test
    void scramTakesTurnsToo() {
        for (int i = 0; i < 60; i++) {
            guess("alice@example.org");
        }
        for (int i = 0; i < 20; i++) {
            harness.send("AUTH " + ++id + " SCRAM-SHA-256 service=smtp rip=192.0.2.7 secured resp="
                            + base64("n,,n=apps@example.org,r=abc"))
                    .work();
        }
        assertThat(login(plain(++id, "apps@example.org", "mobile"))).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void failuresFromAnExemptNetworkCountAgainstTheNameOnly() {
        for (int i = 0; i < 40; i++) {
            harness.send(from("10.0.0.1", plain(++id, "alice@example.org", "wrong")))
                    .work();
        }
        assertThat(login(from("10.0.0.1", plain(++id, "apps@example.org", "mobile"))))
                .isZero();
        harness.pass(Duration.ofSeconds(8)).replies();
        harness.send(from("198.51.100.1", plain(++id, "alice@example.org", "wrong")))
                .work();
        harness.pass(Duration.ofMillis(7_900));
        assertThat(harness.replies())
                .as("slow, as the name is guessed at")
                .noneMatch(reply -> reply.startsWith("FAIL " + id));
    }

    /** Each failure is held back longer. */
    @Test
    void failuresBecomeDearer() {
        for (int seconds : new int[] {2, 4, 8, 8}) {
            guess("alice@example.org");
            harness.replies();
            harness.pass(Duration.ofSeconds(seconds).minus(STEP));
            assertThat(harness.replies()).isEmpty();
            assertThat(harness.pass(STEP).onlyReply()).startsWith("FAIL " + id);
        }
    }
}
