package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.removal.RecentRemovals;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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
        return PlanCase.of(now).after(new Applied(domains, users)).plan();
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
    void aMassRemovalOneByOneIsHeldInTheEnd() {
        RecentRemovals recent = RecentRemovals.NONE;
        Applied inForce = new Applied(Set.of("a.example"), users(0, 30));
        int steps = 0;
        while (true) {
            Set<String> left = users(steps + 1, 30);
            Applied before = recent.of(inForce, START.plusSeconds(steps));
            if (PlanCase.of(manifests(left)).after(before).plan().hold().isPresent()) break;
            Applied now = new Applied(Set.of("a.example"), left);
            recent = recent.after(inForce, now, START.plusSeconds(steps));
            inForce = now;
            steps++;
        }
        assertThat(steps).as("15 of 30 may go").isEqualTo(15);

        Applied later = recent.of(inForce, START.plus(RecentRemovals.WINDOW).plusSeconds(60));
        assertThat(PlanCase.of(manifests(users(16, 30))).after(later).plan().hold())
                .as("after a while")
                .isEmpty();
    }

    @Test
    void whatCameBackOrWasConfirmedIsForgotten() {
        RecentRemovals recent = RecentRemovals.NONE;
        Applied all = new Applied(Set.of(), users(0, 30));
        Applied half = new Applied(Set.of(), users(15, 30));
        recent = recent.after(all, half, START);
        assertThat(recent.of(half, START).recentUsers()).hasSize(15);
        recent = recent.after(half, all, START);
        assertThat(recent.of(all, START).recentUsers()).isEmpty();
        recent = recent.after(all, half, START);
        recent = recent.after(half, new Applied(Set.of(), users(16, 30)), START);
        assertThat(recent.of(half, START).recentUsers()).as("confirmed").isEmpty();
    }

    @Test
    void aFewMayGoOneAfterTheOther() {
        RecentRemovals recent = RecentRemovals.NONE;
        recent = recent.after(new Applied(Set.of(), users(0, 4)), new Applied(Set.of(), users(2, 4)), START);
        Applied before = recent.of(new Applied(Set.of("a.example"), users(2, 4)), START);
        assertThat(PlanCase.of(manifests(users(3, 4))).after(before).plan().hold())
                .isEmpty();
    }

    @Test
    void oneOfManyNamespacesThatIsEmptiedIsHeld() {
        Applied before = new Applied(
                Set.of("a.example"), users(0, 100), Set.of(), Set.of(), namespaces(users(0, 80), users(80, 100)));
        assertThat(PlanCase.of(manifests(users(0, 90))).after(before).plan().hold())
                .as("half of a namespace may go")
                .isEmpty();
        Plan plan = PlanCase.of(manifests(users(0, 89))).after(before).plan();
        assertThat(plan.hold()).isPresent();
        assertThat(plan.problems())
                .extracting(Problem::what)
                .anyMatch(
                        what -> what.startsWith(
                                "0 of 1 domains and 11 of 100 users would be gone at once, more than half of namespace small: "));
    }

    @Test
    void aNamespaceThatIsEmptiedInStepsIsHeld() {
        Map<String, String> namespaces = namespaces(users(0, 80), users(80, 100));
        Applied all = new Applied(Set.of("a.example"), users(0, 100), Set.of(), Set.of(), namespaces);
        Applied left = new Applied(Set.of("a.example"), users(0, 90), Set.of(), Set.of(), namespaces);
        Applied before = RecentRemovals.NONE.after(all, left, START).of(left, START);
        assertThat(PlanCase.of(manifests(users(0, 89))).after(before).plan().hold())
                .isPresent();
    }

    @Test
    void theFewUsersOfASmallNamespaceMayGo() {
        Applied before = new Applied(
                Set.of("a.example"), users(0, 100), Set.of(), Set.of(), namespaces(users(0, 91), users(91, 100)));
        assertThat(PlanCase.of(manifests(users(0, 91))).after(before).plan().hold())
                .isEmpty();
    }

    private static Map<String, String> namespaces(Set<String> large, Set<String> small) {
        Map<String, String> namespaces = new HashMap<>();
        large.forEach(name -> namespaces.put(name, "large"));
        small.forEach(name -> namespaces.put(name, "small"));
        return namespaces;
    }

    private static Set<String> users(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "u" + i + "@a.example").collect(Collectors.toSet());
    }

    private static String manifests(Set<String> users) {
        return SERVER
                + domain("a.example")
                + users.stream()
                        .map(address -> user(address.substring(0, address.indexOf('@'))))
                        .collect(Collectors.joining());
    }

    @Test
    void theFirstPlanIsNeverHeld() {
        assertThat(PlanCase.of(SERVER).plan().hold()).isEmpty();
    }
}
