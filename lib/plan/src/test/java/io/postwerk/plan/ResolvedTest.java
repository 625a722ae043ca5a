package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Program;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierNeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Resources are resolved once, and everything else is made of that. */
class ResolvedTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main}
            spec: {hostname: mx.example.org}
            ---
            """;
    private static final String USERS = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailDomain
            metadata: {name: example.org}
            spec: {serverRef: {name: main}, domain: example.org}
            ---
            apiVersion: postwerk.io/v1alpha1
            kind: MailUser
            metadata: {name: alice}
            spec:
              address: alice@example.org
              aliases: [alice@elsewhere.example]
              credentials:
                - {name: laptop, secretRef: {name: alice}}
                - {name: phone, secretRef: {name: missing}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: alice}
            stringData: {password: secret}
            """;

    /** What is said of one plan must not be said of the next. */
    @Test
    void aPlanLeavesItAsItIs() {
        PlanCase given = PlanCase.of(SERVER + USERS);
        Resolved resolved = Planner.resolve(given.snapshot());

        Plan without = resolved.plan(given.input().withVerifiers(VerifierInputs.NONE));
        Plan with = resolved.plan(given.input());

        assertSame(with, given.plan());
        assertSame(without, given.withVerifiers(VerifierInputs.NONE).plan());
        assertThat(without.problems()).hasSize(with.problems().size() + 1);
    }

    @Test
    void verifiersChangeUsersAlone() {
        PlanCase given = PlanCase.of(SERVER + USERS);
        Resolved resolved = Planner.resolve(given.snapshot());

        Plan without = resolved.plan(given.input().withVerifiers(VerifierInputs.NONE));
        Plan with = resolved.plan(given.input());

        assertThat(changed(without, with, Program.SMTP_SERVER)).isEmpty();
        assertThat(changed(without, with, Program.IMAP_SERVER)).isEmpty();
        assertThat(changed(without, with, Program.AUTH_SIDECAR)).hasSize(1).allMatch(file -> file.startsWith("users-"));
        assertThat(without.facts().getLast().resolved().reason()).isEqualTo(Reason.PENDING);
        assertThat(with.facts().getLast().resolved().reason()).isEqualTo(Reason.SECRET_NOT_FOUND);
    }

    /** Otherwise all passwords would be hashed again once the MailServer is. */
    @Test
    void aMailServerThatIsNotValidStillNeedsItsVerifiers() {
        Resolved valid = Planner.resolve(PlanCase.of(SERVER + USERS).snapshot());
        PlanCase given = PlanCase.of(
                SERVER.replace("hostname:", "tls: {certificates: [{name: a, source: Secret}]}, hostname:") + USERS);
        Resolved invalid = Planner.resolve(given.snapshot());

        assertThat(invalid.plan(given.input()).files()).isEmpty();
        assertThat(invalid.plan(given.input()).facts()).hasSize(1);
        assertThat(invalid.verifiers())
                .extracting(VerifierNeed::key)
                .isNotEmpty()
                .isEqualTo(valid.verifiers().stream().map(VerifierNeed::key).toList());
    }

    private static List<String> changed(Plan one, Plan other, Program program) {
        SortedMap<String, byte[]> before = new TreeMap<>(one.files().get(program));
        List<String> changed = new ArrayList<>();
        other.files().get(program).forEach((file, bytes) -> {
            if (!file.equals("index.json") && !Arrays.equals(bytes, before.get(file))) {
                changed.add(file);
            }
        });
        return changed;
    }

    private static void assertSame(Plan one, Plan other) {
        assertThat(one.problems()).isEqualTo(other.problems());
        assertThat(one.facts()).isEqualTo(other.facts());
        assertThat(one.applied()).isEqualTo(other.applied());
        for (Program program : Program.values()) {
            assertThat(changed(one, other, program)).isEmpty();
        }
    }
}
