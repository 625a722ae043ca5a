package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.Rules;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.identity.Identities;
import io.postwerk.plan.identity.Identity;
import io.postwerk.testkit.BrokenManifest;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the CRDs, broken by one manifest each: the planner says the CRD's own words. */
class RulesTest {
    /** One of each kind; a broken one takes its place. */
    private static final Map<String, String> GOOD = Map.of(
            "MailServer", """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec:
              hostname: mx.example.org
            """,
            "MailDomain", """
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org}
            spec:
              serverRef: {name: main}
              domain: example.org
            """,
            "MailUser", """
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice}
            spec:
              address: alice@example.org
            """,
            "Relay", """
            apiVersion: postwerk.io/v1alpha1
            kind: Relay
            metadata: {name: relay}
            spec:
              serverRef: {name: main}
              domains: [relay.example]
              recipients: {policy: Any}
              nextHop: {host: 192.0.2.1}
            """);

    static Stream<BrokenManifest> broken() {
        return BrokenManifest.all().stream().filter(broken -> broken.before().isEmpty());
    }

    /** Rules about changes. Those of a MailServer are about volumes, which a single machine has none of. */
    static Stream<BrokenManifest> changes() {
        return BrokenManifest.all().stream()
                .filter(broken -> broken.before().isPresent())
                .filter(broken -> !broken.kind().equals("MailServer"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysTheWordsOfTheCrd(BrokenManifest broken) throws ReflectiveOperationException {
        Map<String, String> manifests = new TreeMap<>(GOOD);
        manifests.put(broken.kind(), broken.text());
        String words = (String) Rules.class.getField(broken.rule()).get(null);

        Plan plan = PlanCase.of(String.join("---\n", manifests.values())).plan();

        assertThat(plan.problems()).filteredOn(Problem::isError).satisfiesExactly(problem -> {
            assertThat(problem.toString()).endsWith(broken.field() + ": " + words);
            assertThat(problem.line()).isPositive();
        });
        // A server that cannot be believed changes nothing; anything else is put off.
        assertThat(plan.files().isEmpty()).isEqualTo(broken.kind().equals("MailServer"));
    }

    @Test
    void theGoodOnesAreGood() {
        assertThat(PlanCase.of(String.join("---\n", GOOD.values())).plan().problems())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeThatTheCrdForbidsHasNoEffect(BrokenManifest change) throws ReflectiveOperationException {
        String words = (String) Rules.class.getField(change.rule()).get(null);
        Manifests before = ManifestReader.read("all.yaml", change.before().orElseThrow());
        Map<String, Identity> known = Identities.of(before);

        Manifests kept = Identities.keep(ManifestReader.read("all.yaml", change.text()), known);

        assertThat(kept.problems()).satisfiesExactly(problem -> {
            assertThat(problem.toString()).endsWith(change.field() + ": " + words);
            assertThat(problem.line()).isPositive();
        });
        assertThat(Identities.of(kept)).isEqualTo(known);
        known.forEach(
                (title, identity) -> assertThat(Identity.parse(identity.text())).isEqualTo(identity));
        assertThat(Identities.keep(before, known)).isEqualTo(before);
    }
}
