package io.postwerk.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.ResourceStatus;
import io.postwerk.crds.StatusCondition;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Fact ACCEPTED = new Fact(true, Reason.ACCEPTED, "");
    private static final Fact RESOLVED = new Fact(true, Reason.RESOLVED, "");
    private static final Fact MISSING = new Fact(false, Reason.SECRET_NOT_FOUND, "there is no Secret");
    private static final Fact PROGRAMMED = new Fact(true, Reason.PROGRAMMED, "");

    @Test
    void readyRepeatsTheFirstThatIsWrong() {
        assertThat(reasons(facts(new Fact(false, Reason.CONFLICT, "taken"), MISSING)))
                .containsExactly(
                        "Accepted Conflict", "Resolved SecretNotFound", "Programmed Programmed", "Ready Conflict");
        assertThat(reasons(facts(ACCEPTED, MISSING)))
                .containsExactly(
                        "Accepted Accepted",
                        "Resolved SecretNotFound",
                        "Programmed Programmed",
                        "Ready SecretNotFound");
    }

    @Test
    void saysThatReferencesAreThereOnlyIfTheyWereNot() {
        List<StatusCondition> first = Conditions.of(facts(ACCEPTED, RESOLVED), List.of(), NOON);
        assertThat(first).extracting(StatusCondition::type).containsExactly("Accepted", "Programmed", "Ready");
        List<StatusCondition> broken = Conditions.of(facts(ACCEPTED, MISSING), first, NOON);
        List<StatusCondition> mended = Conditions.of(facts(ACCEPTED, RESOLVED), broken, NOON);
        assertThat(mended).extracting(StatusCondition::type).contains("Resolved");
    }

    @Test
    void keepsTheTimeOfWhatHasNotTurned() {
        List<StatusCondition> first = Conditions.of(facts(ACCEPTED, RESOLVED), List.of(), NOON);
        List<StatusCondition> later = Conditions.of(facts(ACCEPTED, MISSING), first, NOON.plusSeconds(60));
        assertThat(Conditions.find(later, "Accepted").orElseThrow().lastTransitionTime())
                .isEqualTo("2026-01-01T12:00:00Z");
        assertThat(Conditions.find(later, "Ready").orElseThrow().lastTransitionTime())
                .isEqualTo("2026-01-01T12:01:00Z");
    }

    @Test
    void keepsConditionsOfOthers() {
        StatusCondition other =
                new StatusCondition("Audited", StatusCondition.Status.TRUE, 1, NOON.toString(), "Audited", "");
        assertThat(Conditions.of(facts(ACCEPTED, RESOLVED), List.of(other), NOON))
                .contains(other);
    }

    @Test
    void isNoNewStatusIfNothingIsNew() {
        ResourceStatus status =
                facts(ACCEPTED, RESOLVED).resourceStatus(null, NOON).orElseThrow();
        assertThat(facts(ACCEPTED, RESOLVED).resourceStatus(status, NOON.plusSeconds(60)))
                .isEmpty();
        StatusFacts next = new StatusFacts(2, ACCEPTED, RESOLVED, PROGRAMMED, new StatusFacts.Details.None());
        assertThat(next.resourceStatus(status, NOON)).isPresent();
    }

    @Test
    void tellsOfATurnForTheWorseOnce() {
        List<StatusCondition> good = Conditions.of(facts(ACCEPTED, RESOLVED), List.of(), NOON);
        List<StatusCondition> bad = Conditions.of(facts(ACCEPTED, MISSING), good, NOON);
        assertThat(Conditions.problems(good, bad))
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("SecretNotFound"));
        assertThat(Conditions.problems(bad, bad)).isEmpty();
        assertThat(Conditions.problems(bad, good)).isEmpty();
        Fact pending = new Fact(false, Reason.PENDING, "wait a moment");
        assertThat(Conditions.problems(good, Conditions.of(facts(ACCEPTED, pending), good, NOON)))
                .isEmpty();
    }

    @Test
    void aDiskThatIsFullIsAProblemAndNoneThatHasRoomAndHasNoSayInReady() {
        Fact sufficient = new Fact(false, Reason.SUFFICIENT, "");
        Fact low = new Fact(true, Reason.BELOW_MIN_FREE, "main-imap-server-0: full");
        List<StatusCondition> unknown = Conditions.of(server(Optional.empty()), List.of(), NOON);
        List<StatusCondition> room = Conditions.of(server(Optional.of(sufficient)), unknown, NOON);
        List<StatusCondition> full = Conditions.of(server(Optional.of(low)), room, NOON.plusSeconds(60));
        List<StatusCondition> silent = Conditions.of(server(Optional.empty()), full, NOON.plusSeconds(120));

        assertThat(Conditions.find(unknown, "MailboxStorageLow")).isEmpty();
        assertThat(Conditions.problems(unknown, room)).isEmpty();
        assertThat(Conditions.problems(room, full)).singleElement().satisfies(problem -> {
            assertThat(problem.type()).isEqualTo("MailboxStorageLow");
            assertThat(problem.reason()).isEqualTo("BelowMinFree");
            assertThat(problem.lastTransitionTime()).isEqualTo("2026-01-01T12:01:00Z");
        });
        assertThat(Conditions.find(full, "Ready").orElseThrow().status()).isEqualTo(StatusCondition.Status.TRUE);
        assertThat(Conditions.find(silent, "MailboxStorageLow")).isEqualTo(Conditions.find(full, "MailboxStorageLow"));
        assertThat(Conditions.problems(full, silent)).isEmpty();
        assertThat(Conditions.problems(full, room)).isEmpty();
    }

    private static StatusFacts server(Optional<Fact> mailboxes) {
        StatusFacts.Details.OfServer none = StatusFacts.Details.OfServer.of(null);
        return new StatusFacts(
                1,
                ACCEPTED,
                RESOLVED,
                PROGRAMMED,
                mailboxes
                        .map(fact -> none.with(Conditions.storageLow(Workload.IMAP_SERVER), fact))
                        .orElse(none));
    }

    private static StatusFacts facts(Fact accepted, Fact resolved) {
        return new StatusFacts(1, accepted, resolved, PROGRAMMED, new StatusFacts.Details.None());
    }

    private static List<String> reasons(StatusFacts facts) {
        return Conditions.of(facts, List.of(), NOON).stream()
                .map(c -> c.type() + " " + c.reason())
                .toList();
    }
}
