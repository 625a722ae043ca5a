package io.postwerk.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.Conditioned;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.ResourceStatus;
import io.postwerk.crds.StatusCondition;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.Rollout;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final ResourceRef ALICE = new ResourceRef("MailUser", new ObjectKey("default", "alice"));
    private static final Fact BLOCKED = new Fact(false, Reason.PAUSED, "paused");
    private static final Rollout NO_PODS = Rollout.UNKNOWN;

    private final ProgrammedTracker progress = new ProgrammedTracker();

    @Test
    void isTrueOnceEveryReadyPodHasTheGeneration() {
        applied(7, 1, Map.of());
        assertThat(reason(1, pods(6, 7))).isEqualTo(Reason.PROGRAMMING);
        assertThat(reason(1, pods(7, 7))).isEqualTo(Reason.PROGRAMMED);
    }

    @Test
    void staysWhilePodsRestartAndConfigurationsFollow() {
        applied(7, 1, Map.of());
        assertThat(reason(1, pods(7, 7))).isEqualTo(Reason.PROGRAMMED);
        applied(8, 1, Map.of());
        assertThat(reason(1, pods(0, 7))).isEqualTo(Reason.PROGRAMMED);
        assertThat(reason(1, NO_PODS)).isEqualTo(Reason.PROGRAMMED);
    }

    @Test
    void isLostWhenAWorkloadHasHadNoPodForLong() {
        applied(7, 1, Map.of());
        assertThat(reason(1, pods(7, 7))).isEqualTo(Reason.PROGRAMMED);
        assertThat(reason(1, new Rollout(Map.of(), Set.of(Workload.IMAP_SERVER), Map.of(), Map.of())))
                .isEqualTo(Reason.NO_READY_PODS);
        assertThat(reason(1, NO_PODS)).isEqualTo(Reason.NO_READY_PODS);
        assertThat(reason(1, pods(7, 7))).isEqualTo(Reason.PROGRAMMED);
    }

    @Test
    void anotherGenerationBeginsAnew() {
        applied(7, 1, Map.of());
        assertThat(reason(1, pods(7, 7))).isEqualTo(Reason.PROGRAMMED);
        assertThat(reason(2, pods(7, 7))).isEqualTo(Reason.PAUSED);
        applied(8, 2, Map.of());
        assertThat(reason(2, pods(7, 7))).isEqualTo(Reason.PROGRAMMING);
    }

    @Test
    void anOperatorThatHasJustStartedBelievesTheStatus() {
        applied(7, 1, Map.of(ALICE, programmed(1)));
        assertThat(reason(1, pods(3, 3))).isEqualTo(Reason.PROGRAMMED);
        applied(7, 2, Map.of(ALICE, programmed(1)));
        assertThat(reason(2, pods(3, 3))).isEqualTo(Reason.PROGRAMMING);
    }

    private void applied(long sequence, long generation, Map<ResourceRef, Conditioned> statuses) {
        progress.applied(sequence, Map.of(ALICE, generation), statuses);
    }

    private Reason reason(long generation, Rollout rollout) {
        return progress.of(ALICE, generation, rollout, BLOCKED).reason();
    }

    private static Rollout pods(long smtp, long imap) {
        Map<Workload, Rollout.Loaded> loaded = new EnumMap<>(Workload.class);
        loaded.put(Workload.SMTP_SERVER, new Rollout.Loaded(smtp, 0));
        loaded.put(Workload.IMAP_SERVER, new Rollout.Loaded(imap, 0));
        return new Rollout(loaded, Set.of(), Map.of(), Map.of());
    }

    private static Conditioned programmed(long generation) {
        return new ResourceStatus(
                List.of(new StatusCondition(
                        "Programmed",
                        StatusCondition.Status.TRUE,
                        generation,
                        "2026-01-01T00:00:00Z",
                        Reason.PROGRAMMED.word(),
                        "")),
                generation);
    }
}
