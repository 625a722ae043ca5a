package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.manifest.Problem;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalsTest {
    private static final String SERVER = """
            apiVersion: postwerk.io/v1alpha1
            kind: MailServer
            metadata: {name: main, annotations: {postwerk.io/confirm-removal: "TOKEN"}}
            spec: {hostname: mx.example.org}
            """;

    private static String domain(String name) {
        return """
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailDomain
                metadata: {name: %1$s}
                spec: {serverRef: {name: main}, domain: %1$s, postmaster: p@%1$s, aliases: [{address: p@%1$s, to: [p@%1$s]}]}
                """.formatted(name);
    }

    private static String user(String name) {
        return """
                ---
                apiVersion: postwerk.io/v1alpha1
                kind: MailUser
                metadata: {name: %1$s}
                spec: {address: %1$s@a.example}
                """.formatted(name);
    }

    private static Plan plan(String now, Set<String> domains, Set<String> users) {
        return Planner.plan(Snapshots.after(Snapshots.of(now), new Applied(domains, users)));
    }

    @Test
    void halfMayGo() {
        Plan plan = plan(
                SERVER + domain("a.example") + user("x"),
                Set.of("a.example", "b.example"),
                Set.of("x@a.example", "y@a.example"));
        assertThat(plan.hold()).isEmpty();
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void moreThanHalfOfTheUsersIsHeld() {
        Plan plan = plan(
                SERVER + domain("a.example") + user("x"),
                Set.of("a.example"),
                Set.of("x@a.example", "y@a.example", "z@a.example"));
        assertThat(plan.hold().orElseThrow().users()).containsExactly("y@a.example", "z@a.example");
        assertThat(plan.applicable()).isFalse();
        assertThat(plan.problems())
                .extracting(Problem::what)
                .anyMatch(what ->
                        what.equals("0 of 1 domains and 2 of 3 users would be gone at once: y@a.example, z@a.example"));
    }

    @Test
    void allDomainsIsHeld() {
        Plan plan = plan(SERVER, Set.of("a.example"), Set.of());
        assertThat(plan.hold().orElseThrow().domains()).containsExactly("a.example");
    }

    @Test
    void asManyOthersDoNotMakeUpForIt() {
        Plan plan = plan(SERVER + domain("b.example"), Set.of("a.example"), Set.of());
        assertThat(plan.hold()).isPresent();
    }

    @Test
    void theAnnotationLetsExactlyThatHappen() {
        Set<String> domains = Set.of("a.example", "b.example", "c.example");
        String token = plan(SERVER + domain("a.example"), domains, Set.of())
                .hold()
                .orElseThrow()
                .token();
        String confirmed = SERVER.replace("TOKEN", token);
        assertThat(plan(confirmed + domain("a.example"), domains, Set.of()).hold())
                .isEmpty();
        assertThat(plan(confirmed, domains, Set.of()).hold()).isPresent();
    }

    @Test
    void theFirstPlanIsNeverHeld() {
        assertThat(Planner.plan(Snapshots.of(SERVER)).hold()).isEmpty();
    }
}
