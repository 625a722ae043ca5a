package io.postwerk.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.SecretText;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.trust.InstallationKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Verifiers: at once what is known, the rest later, nothing twice. */
class VerifiersTest {
    private final InstallationKey key = InstallationKey.of(new byte[InstallationKey.OCTETS]);
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final List<String> hashed = new ArrayList<>();
    private int reports;
    private boolean exhausted;
    private final Verifiers verifiers = new Verifiers(key, queue::addAll, this::make, () -> reports++);

    @Test
    void aFirstPlanNeedNotWait() {
        Verifiers.Provided first = verifiers.provide(List.of(need("alice", "1"), need("bob", "1")));
        assertThat(first.verifiers()).isEmpty();
        assertThat(first.origins()).isEmpty();
        assertThat(first.outstanding()).isEqualTo(2);

        work();
        assertThat(reports).isEqualTo(1);
        Verifiers.Provided second = verifiers.provide(List.of(need("alice", "1"), need("bob", "1")));
        assertThat(second.outstanding()).isZero();
        assertThat(second.verifiers()).containsOnlyKeys(key("alice", "1"), key("bob", "1"));
        assertThat(second.origins().values().stream().flatMap(bucket -> bucket.entrySet().stream()))
                .containsExactlyInAnyOrder(Map.entry("id-alice/main", "1"), Map.entry("id-bob/main", "1"));
    }

    @Test
    void whatFailedForWantOfMemoryIsTriedAgain() {
        exhausted = true;
        provideAndWork(need("alice", "1"));
        assertThat(reports).isEqualTo(1);
        exhausted = false;
        Verifiers.Provided again = verifiers.provide(List.of(need("alice", "1")));
        assertThat(again.problems()).isEmpty();
        assertThat(again.outstanding()).isEqualTo(1);
        work();
        assertThat(verifiers.provide(List.of(need("alice", "1"))).verifiers()).containsOnlyKeys(key("alice", "1"));
    }

    @Test
    void nothingIsHashedTwice() {
        List<VerifierNeed> needs = List.of(need("alice", "1"), need("alice", "1"));
        verifiers.provide(needs);
        verifiers.provide(needs);
        work();
        verifiers.provide(needs);
        work();
        assertThat(hashed).hasSize(1);
        assertThat(verifiers.made()).isEqualTo(1);
    }

    @Test
    void untilANewPasswordIsHashedTheFormerVerifierIsGiven() {
        provideAndWork(need("alice", "1"), need("bob", "1"));
        Verifiers.Provided former = verifiers.provide(List.of(need("alice", "1"), need("bob", "1")));
        Verifiers.Provided changed = verifiers.provide(List.of(need("alice", "2"), need("bob", "1")));
        assertThat(changed.verifiers())
                .containsEntry(key("alice", "2"), former.verifiers().get(key("alice", "1")));
        assertThat(changed.origins()).as("what it was made from").isEqualTo(former.origins());
        assertThat(changed.outstanding()).isEqualTo(1);
        work();
        assertThat(verifiers
                        .provide(List.of(need("alice", "2"), need("bob", "1")))
                        .verifiers())
                .containsOnlyKeys(key("alice", "2"), key("bob", "1"));
        assertThat(hashed).hasSize(3);
        verifiers.provide(List.of(need("alice", "1")));
        work();
        assertThat(hashed).as("the first password again").hasSize(4);
    }

    @Test
    void whatIsNotNeededAnyMoreIsNotHashed() {
        verifiers.provide(List.of(need("alice", "1"), need("bob", "1")));
        verifiers.provide(List.of(need("bob", "1")));
        work();
        assertThat(hashed).hasSize(1);
        verifiers.provide(List.of(need("alice", "1"), need("bob", "1")));
        work();
        assertThat(hashed).hasSize(2);
    }

    @Test
    void aDomainThatIsBrokenAndMendedCostsNoHashing() {
        provideAndWork(need("alice", "1"), need("bob", "1"));
        provideAndWork();
        assertThat(verifiers
                        .provide(List.of(need("alice", "1"), need("bob", "1")))
                        .outstanding())
                .isZero();
        assertThat(hashed).hasSize(2);
    }

    @Test
    void aPasswordThatCannotBeUsedIsThatUsersProblem() {
        VerifierNeed bad = new VerifierNeed(key("bad", "1"), "bad@example.org", new SecretText("a\u0007b"));
        verifiers.provide(List.of(bad, need("alice", "1")));
        work();
        Verifiers.Provided provided = verifiers.provide(List.of(bad, need("alice", "1")));
        assertThat(provided.verifiers()).containsOnlyKeys(key("alice", "1"));
        assertThat(provided.outstanding()).isZero();
        assertThat(provided.unusable()).containsOnlyKeys(bad.key());
        assertThat(provided.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("user bad@example.org", "credential main", "choose another")
                        .doesNotContain("a\u0007b"));
        work();
        assertThat(hashed).as("and it is not tried again").hasSize(2);
        assertThat(verifiers.provide(List.of(need("alice", "1"))).problems()).isEmpty();
    }

    @Test
    void anErrorOfOursDoesNotStopTheOthers() {
        VerifierNeed broken = new VerifierNeed(key("broken", "1"), "broken@example.org", new SecretText("break"));
        verifiers.provide(List.of(broken, need("alice", "1")));
        work();
        Verifiers.Provided provided = verifiers.provide(List.of(broken, need("alice", "1")));
        assertThat(provided.verifiers()).containsOnlyKeys(key("alice", "1"));
        assertThat(provided.unusable().get(broken.key()))
                .contains("IllegalStateException")
                .doesNotContain("break");
    }

    @Test
    void manyNewUsersMakeFewPlans() {
        verifiers.provide(
                IntStream.range(0, 10_000).mapToObj(i -> need("user" + i, "1")).toList());
        work();
        // After 64, 128, 256, ... more, and at the end.
        assertThat(reports).isEqualTo(8);
    }

    @Test
    void aChangeAmongManyIsReportedAtOnce() {
        List<VerifierNeed> many = new ArrayList<>(
                IntStream.range(0, 1000).mapToObj(i -> need("user" + i, "1")).toList());
        verifiers.provide(many);
        Deque<Runnable> bulk = new ArrayDeque<>(queue);
        queue.clear();
        many.add(need("alice", "1"));
        verifiers.provide(many);
        assertThat(queue).hasSize(1);
        work();
        assertThat(reports).isEqualTo(1);
        assertThat(verifiers.provide(many).verifiers()).containsOnlyKeys(key("alice", "1"));
        bulk.forEach(Runnable::run);
        assertThat(verifiers.provide(many).outstanding()).isZero();
    }

    @Test
    void verifiersCheckThePasswordAndHaveTheUsersSalt() {
        Verifiers real = new Verifiers(key, queue::addAll, Verifiers.Maker.SCRAM_SHA_256, () -> {});
        real.provide(List.of(need("alice", "1")));
        work();
        String text = real.provide(List.of(need("alice", "1")))
                .verifiers()
                .get(key("alice", "1"))
                .reveal();
        ScramVerifier verifier = ScramVerifier.decode(text).orElseThrow();
        assertThat(verifier.iterations()).isEqualTo(16_384);
        assertThat(verifier.salt()).isEqualTo(key.salt("id-alice"));
        assertThat(verifier.verify("password of alice 1")).isTrue();
        assertThat(verifier.verify("another")).isFalse();
    }

    @Test
    void aFormerPasswordIsNoGoodWhereTheNewOneCannotBeUsed() {
        provideAndWork(need("bad", "1"));
        VerifierNeed bad = new VerifierNeed(key("bad", "2"), "bad@example.org", new SecretText("a\u0007b"));
        provideAndWork(bad);
        assertThat(verifiers.provide(List.of(bad)).verifiers()).isEmpty();
    }

    @Test
    void aRestoredClusterLocksNobodyOut() {
        verifiers.remember(Map.of(key("alice", "old cluster"), new SecretText("verifier")));
        Verifiers.Provided provided = verifiers.provide(List.of(need("alice", "1")));
        assertThat(provided.verifiers()).containsEntry(key("alice", "1"), new SecretText("verifier"));
        work();
        assertThat(verifiers.provide(List.of(need("alice", "1"))).verifiers().get(key("alice", "1")))
                .isNotEqualTo(new SecretText("verifier"));
    }

    @Test
    void whatIsMadeOfAFormerVersionTooLateIsNotTaken() {
        verifiers.provide(List.of(need("alice", "1")));
        Deque<Runnable> late = new ArrayDeque<>(queue);
        queue.clear();
        provideAndWork(need("alice", "2"));
        late.forEach(Runnable::run);
        assertThat(verifiers.provide(List.of(need("alice", "2"))).outstanding()).isZero();
        assertThat(hashed).hasSize(1);
    }

    private String make(String password, byte[] salt) throws SaslPrepException {
        hashed.add(HexFormat.of().formatHex(salt));
        if (password.equals("break")) {
            throw new IllegalStateException(password);
        }
        if (exhausted) {
            throw new OutOfMemoryError("for once");
        }
        if (password.indexOf('\u0007') >= 0) {
            return Verifiers.Maker.SCRAM_SHA_256.make(password, salt);
        }
        return "verifier " + hashed.size();
    }

    private void provideAndWork(VerifierNeed... needs) {
        verifiers.provide(List.of(needs));
        work();
    }

    private void work() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    private static VerifierNeed need(String user, String version) {
        return new VerifierNeed(
                key(user, version), user + "@example.org", new SecretText("password of " + user + " " + version));
    }

    private static VerifierKey key(String user, String version) {
        return new VerifierKey("id-" + user, "main", version);
    }
}
