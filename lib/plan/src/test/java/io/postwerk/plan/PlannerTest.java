package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.postwerk.config.SecretText;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.Units;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.user.MailboxIds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec: {hostname: mx.example.org}
            """;

    @Test
    void withoutAServerThereIsNothing() {
        Plan plan = PlanCase.of("""
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: example.org}
                spec: {serverRef: {name: main}, domain: example.org}
                """).plan();
        assertThat(plan.applicable()).isFalse();
        assertThat(plan.files()).isEmpty();
        assertThat(plan.problems())
                .extracting(Problem::toString)
                .contains("MailServer default/main: is not there; add it");
    }

    @Test
    void aPortOffsetMovesEveryPort() {
        PlanCase unmoved = PlanCase.of(SERVER.replace(
                "{hostname: mx.example.org}",
                "{hostname: mx.example.org, auth: {sockets: {tcp: [{name: mta, port: 12345}]}}}"));
        PlanCase moved = unmoved.withTarget(unmoved.snapshot().target().withPortOffset(1_000));
        assertThat(ports(unmoved.plan()))
                .containsExactly(2110, 2143, 2424, 2424, 2465, 2525, 2587, 2993, 2995, 9001, 9002, 9003, 12345);
        assertThat(ports(moved.plan()))
                .containsExactly(3110, 3143, 3424, 3424, 3465, 3525, 3587, 3993, 3995, 10001, 10002, 10003, 13345);
    }

    private static List<Integer> ports(Plan plan) {
        return plan.files().values().stream()
                .map(files -> new String(files.get("server.json"), StandardCharsets.UTF_8))
                .flatMap(file ->
                        Pattern.compile("\"port\": ?(\\d+)").matcher(file).results())
                .map(found -> Integer.parseInt(found.group(1)))
                .sorted()
                .toList();
    }

    @Test
    void aBrokenServerChangesNothing() {
        Plan plan = PlanCase.of(SERVER.replace("hostname", "hostnames")).plan();
        assertThat(plan.applicable()).isFalse();
        assertThat(plan.facts())
                .singleElement()
                .satisfies(facts -> assertThat(facts.accepted().reason()).isEqualTo(Reason.INVALID));
    }

    @Test
    void aFileThatIsNotYamlChangesNothing() {
        Plan plan = PlanCase.of(Manifests.merge(
                        List.of(ManifestReader.read("a.yaml", SERVER), ManifestReader.read("b.yaml", "a: ["))))
                .plan();
        assertThat(plan.applicable()).isFalse();
        assertThat(plan.problems()).extracting(Problem::file).containsExactly("b.yaml");
    }

    @Test
    void twoResourcesOfOneNameAreReported() {
        Plan plan = PlanCase.of(Manifests.merge(List.of(
                        ManifestReader.read("a.yaml", SERVER),
                        ManifestReader.read("b.yaml", "\n" + SERVER.replace("mx.", "mx2.")))))
                .plan();
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.problems())
                .extracting(Problem::toString)
                .containsExactly("b.yaml:2: MailServer default/main: is there already, in a.yaml:1; remove one");
    }

    @Test
    void aPasswordThatCannotBeUsedConcernsItsUserAlone() {
        PlanCase given = PlanCase.of(SERVER + """
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: example.org}
                spec: {serverRef: {name: main}, domain: example.org}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: passwords}
                stringData: {password: "x"}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: alice}
                spec: {address: alice@example.org, credentials: [{name: main, secretRef: {name: passwords}}]}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: bob}
                spec: {address: bob@example.org, credentials: [{name: main, secretRef: {name: passwords}}]}
                """);
        VerifierKey alices = given.verifiers().stream()
                .filter(need -> need.address().equals("alice@example.org"))
                .findFirst()
                .orElseThrow()
                .key();
        Map<VerifierKey, SecretText> others =
                new HashMap<>(given.input().verifiers().made());
        others.remove(alices);

        Plan plan = given.withVerifiers(new VerifierInputs(others, Map.of(alices, "is odd")))
                .plan();

        assertThat(plan.facts())
                .filteredOn(facts -> facts.kind().equals("MailUser"))
                .extracting(
                        facts -> facts.key().name(), facts -> facts.resolved().reason())
                .containsExactly(tuple("alice", Reason.PASSWORD_UNUSABLE), tuple("bob", Reason.RESOLVED));
        assertThat(plan.facts()).allMatch(facts -> facts.accepted().holds());
        assertThat(plan.problems()).extracting(Problem::what).contains("the password cannot be used: is odd");
    }

    @Test
    void anotherKeyOfTheSameSecretIsAnotherPassword() {
        String manifests = SERVER + """
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: example.org}
                spec: {serverRef: {name: main}, domain: example.org}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: passwords}
                stringData: {old: looking, new: glass}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: alice}
                spec: {address: alice@example.org, credentials: [{name: main, secretRef: {name: passwords, key: old}}]}
                """;
        VerifierNeed old = PlanCase.of(manifests).verifiers().iterator().next();
        VerifierNeed changed = PlanCase.of(manifests.replace("key: old", "key: new"))
                .verifiers()
                .iterator()
                .next();
        assertThat(changed.password().reveal()).isEqualTo("glass");
        assertThat(changed.key()).isNotEqualTo(old.key());
    }

    /** For ever: mail hangs on these. printf 'mail\0main\0team\0alice@example.org\0' | sha256sum */
    @Test
    void mailboxesKeepTheirIds() {
        ObjectKey server = new ObjectKey("mail", "main");
        EmailAddress alice = EmailAddress.tryParse("Alice@EXAMPLE.org").orElseThrow();
        assertThat(MailboxIds.of(server, "team", alice)).isEqualTo("f40959aea7298e1a15c669edc4c831cfcbf48e4f");
        assertThat(MailboxIds.of(server, "other", alice)).isNotEqualTo(MailboxIds.of(server, "team", alice));
        assertThat(MailboxIds.of(new ObjectKey("mai", "lmain"), "team", alice))
                .isNotEqualTo(MailboxIds.of(server, "team", alice));
    }

    @Test
    void unitsAreWhatKubernetesTakesThemFor() {
        assertThat(Units.octets("500")).isEqualTo(500);
        assertThat(Units.octets("1k")).isEqualTo(1000);
        assertThat(Units.octets("5Gi")).isEqualTo(5L << 30);
        assertThat(Units.octets("1T")).isEqualTo(1_000_000_000_000L);
        assertThat(Units.octets("999999999999Ti")).isEqualTo(Long.MAX_VALUE);
        assertThat(Units.seconds("120h")).isEqualTo(432_000);
        assertThat(Units.seconds("1h30m5s")).isEqualTo(5405);
        assertThat(Units.seconds("90m")).isEqualTo(5400);
    }
}
