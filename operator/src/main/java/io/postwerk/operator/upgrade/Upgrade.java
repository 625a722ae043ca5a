package io.postwerk.operator.upgrade;

import io.fabric8.kubernetes.api.model.Pod;
import io.postwerk.crds.MailServer;
import io.postwerk.operator.model.ServerObjects;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The versions that the pods of a MailServer are to have now.
 *
 * @param running the version that runs; empty if nothing does
 * @param wanted the version that is wanted and can be had; what runs, where another cannot
 * @param stage how far the pods are
 * @param refusal why the version that the MailServer names is not used
 * @param waiting what the stage waits for
 */
public record Upgrade(
        String running,
        String wanted,
        UpgradeStage stage,
        Optional<String> refusal,
        Optional<UpgradeStage.Waiting> waiting) {

    /**
     * As it is now.
     *
     * @param running the version that runs; empty if nothing does
     * @param own the operator's
     * @param begun when the upgrade began, as far as is known
     */
    public static Upgrade of(
            MailServer server, String running, String own, Catalogue catalogue, List<Pod> pods, Instant begun) {
        String named = ServerObjects.version(server, own);
        Optional<String> refusal = catalogue.refusal(running, named);
        String wanted = refusal.isPresent() ? running : named;
        UpgradeStage stage = UpgradeStage.of(running, wanted, pods);
        return new Upgrade(running, wanted, stage, refusal, stage.waiting(wanted, pods, begun));
    }

    /** The version of a workload's pods; of smtp-server only the last pod's in {@link UpgradeStage#FIRST_SMTP_SERVER}. */
    public String version(Workload workload) {
        return stage.includes(workload) ? wanted : running;
    }

    /** Whether only the last smtp-server pod gets another version. */
    public boolean isCanary() {
        return stage != UpgradeStage.ALL;
    }

    /** The version that runs, as the status says it: the former one until the mailboxes are served by the other. */
    public String reported() {
        return stage == UpgradeStage.ALL ? wanted : running;
    }

    /** Whether there is nothing that could run. */
    public boolean isImpossible() {
        return wanted.isEmpty();
    }

    /** Why the named version is not used; absent if it is. */
    public Optional<Fact> refused() {
        return refusal.map(why -> new Fact(false, Reason.VERSION_REFUSED, "spec.version: " + why));
    }

    /** Whether the upgrade has come to a halt. */
    public Fact stalled(Duration deadline, Instant now) {
        return waiting.map(pod -> pod.isStalled(deadline, now)
                        ? new Fact(
                                true,
                                Reason.POD_NOT_READY,
                                pod.pod() + " is not ready with version " + wanted + "; "
                                        + (stage == UpgradeStage.FIRST_SMTP_SERVER
                                                ? "all other pods stay at " + running
                                                : "the other smtp-server pods stay at " + running)
                                        + ". Look at the pod, or go back: spec.version " + running)
                        : new Fact(
                                false,
                                Reason.UPGRADING,
                                "from " + running + " to " + wanted + ", " + pod.pod() + " first"))
                .orElse(new Fact(false, Reason.UP_TO_DATE, ""));
    }
}
