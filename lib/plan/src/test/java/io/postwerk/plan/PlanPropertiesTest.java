package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Buckets;
import io.postwerk.config.Program;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPropertiesTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec: {hostname: mx.example.org}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org}
            spec: {serverRef: {name: main}, domain: example.org}
            """;

    private static String user(int number) {
        String name = String.format("user-%04d", number);
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: %1$s}
                stringData: {password: secret-%1$s}
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: %1$s}
                spec: {address: %1$s@example.org, credentials: [{name: default, secretRef: {name: %1$s}}]}
                """.formatted(name);
    }

    private static String users(int count) {
        return SERVER
                + IntStream.range(0, count).mapToObj(PlanPropertiesTest::user).collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "conflicts", "invalid", "loops", "postmasters", "attachments", "two-servers"})
    void theOrderOfTheInputDoesNotMatter(String golden) throws IOException {
        var texts = GoldenPlanTest.texts(Generated.root()
                .resolve("lib/plan/src/test/resources/golden")
                .resolve(golden)
                .resolve("in"));
        PlanCase given = PlanCase.of(texts);
        Plan plan = given.plan();
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            Plan other =
                    given.withManifests(shuffled(given.manifests(), random)).plan();
            assertThat(changed(plan, other)).isEmpty();
            assertThat(other.problems()).isEqualTo(plan.problems());
            assertThat(other.facts()).isEqualTo(plan.facts());
            assertThat(other.certificates()).isEqualTo(plan.certificates());
        }
    }

    private static Manifests shuffled(Manifests manifests, Random random) {
        List<Sourced<?>> resources = new ArrayList<>(manifests.resources());
        List<BrokenResource> broken = new ArrayList<>(manifests.broken());
        List<Problem> problems = new ArrayList<>(manifests.problems());
        Collections.shuffle(resources, random);
        Collections.shuffle(broken, random);
        Collections.shuffle(problems, random);
        return new Manifests(resources, broken, problems, manifests.readable());
    }

    @Test
    void oneMoreUserChangesOneBucketAndTheIndex() {
        Plan before = PlanCase.of(users(200)).plan();
        for (int i = 200; i < 205; i++) {
            Plan after = PlanCase.of(users(200) + user(i)).plan();
            int bucket = Buckets.of(EmailAddress.tryParse(String.format("user-%04d@example.org", i))
                    .orElseThrow());
            assertThat(changed(before, after))
                    .containsExactlyInAnyOrder("auth-sidecar/" + Buckets.usersFile(bucket), "auth-sidecar/index.json");
        }
    }

    @Test
    void anotherPasswordChangesOneBucketAndTheIndex() {
        Plan before = PlanCase.of(users(50)).plan();
        Plan after = PlanCase.of(users(50).replace("secret-user-0017", "new")).plan();
        assertThat(changed(before, after)).hasSize(2).contains("auth-sidecar/index.json");
    }

    @Test
    void anotherNumberChangesTheIndexesAlone() {
        Plan plan = PlanCase.of(users(3)).plan();
        Plan renumbered = plan.withSequence(42);
        assertThat(changed(plan, renumbered))
                .containsExactlyInAnyOrder(
                        "auth-sidecar/index.json", "imap-server/index.json", "smtp-server/index.json");
        assertThat(changed(plan, renumbered.withSequence(1))).isEmpty();
    }

    @Test
    void podsThatAreToGoChangeOneFileAndTheIndex() {
        PlanCase given = PlanCase.of(users(3));
        Plan plan = given.plan();
        Plan draining =
                given.withDraining(new TreeSet<>(List.of("main-smtp-server-2"))).plan();
        assertThat(changed(plan, draining))
                .containsExactlyInAnyOrder("smtp-server/routing.json", "smtp-server/index.json");
        assertThat(texts(draining)).anyMatch(text -> text.contains("\"main-smtp-server-2\""));
    }

    @Test
    void noPasswordIsInAnyFile() {
        Plan plan = PlanCase.of(users(3)).plan();
        String password = "secret-user-0001";
        // The verifiers of these tests are made to show it.
        Plan withoutVerifiers = withoutVerifiers(PlanCase.of(users(3))).plan();
        assertThat(texts(plan)).anyMatch(text -> text.contains("stored of " + password));
        assertThat(texts(withoutVerifiers)).noneMatch(text -> text.contains(password));
        assertThat(withoutVerifiers.toString()).doesNotContain(password);
    }

    @Test
    void aUserWhoseVerifierIsNotMadeYetReceivesMail() {
        Plan plan = withoutVerifiers(PlanCase.of(users(1))).plan();
        assertThat(texts(plan))
                .anyMatch(text -> text.contains("\"address\":\"user-0000@example.org\",\"credentials\":[]"));
        assertThat(plan.facts())
                .filteredOn(f -> f.kind().equals("MailUser"))
                .singleElement()
                .satisfies(facts -> {
                    assertThat(facts.accepted().holds()).isTrue();
                    assertThat(facts.resolved().reason()).isEqualTo(Reason.PENDING);
                });
        assertThat(plan.problems()).noneMatch(Problem::isError);
    }

    private static PlanCase withoutVerifiers(PlanCase given) {
        return given.withVerifiers(VerifierInputs.NONE);
    }

    private static List<String> texts(Plan plan) {
        return plan.files().values().stream()
                .flatMap(files -> files.values().stream())
                .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    private static Set<String> changed(Plan a, Plan b) {
        Set<String> changed = new TreeSet<>();
        for (Program program : Program.values()) {
            assertThat(b.files().get(program).keySet())
                    .isEqualTo(a.files().get(program).keySet());
            a.files().get(program).forEach((file, bytes) -> {
                if (!Arrays.equals(bytes, b.files().get(program).get(file))) {
                    changed.add(program.folder() + "/" + file);
                }
            });
        }
        return changed;
    }
}
