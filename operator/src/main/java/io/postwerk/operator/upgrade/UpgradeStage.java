package io.postwerk.operator.upgrade;

import io.fabric8.kubernetes.api.model.Pod;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the pods of a MailServer are on the way from one version to another. First one smtp-server pod gets it: if it does not work,
 * no mailbox is touched. When it is ready imap-server follows, and when that is ready the other smtp-server pods do.
 */
public enum UpgradeStage {
    /** All pods are to have the wanted version, one after the other. */
    ALL,
    /** One smtp-server pod is to have it. */
    FIRST_SMTP_SERVER,
    /** That one has it, and imap-server is to have it. */
    IMAP_SERVER;

    /**
     * Something that the pods wait for.
     *
     * @param pod name of the pod that is not ready, or the workload that has none
     * @param since since when
     */
    public record Waiting(String pod, Instant since) {
        /** Whether that is longer than a start takes. */
        public boolean isStalled(Duration deadline, Instant now) {
            return now.isAfter(since.plus(deadline));
        }
    }

    /**
     * The stage.
     *
     * @param running the version that runs; empty if nothing does
     * @param pods the pods of the MailServer, as they are
     */
    public static UpgradeStage of(String running, String wanted, List<Pod> pods) {
        if (running.isEmpty() || running.equals(wanted)) {
            return ALL;
        }
        if (!hasReady(pods, Workload.SMTP_SERVER, wanted)) {
            return FIRST_SMTP_SERVER;
        }
        return hasReady(pods, Workload.IMAP_SERVER, wanted) ? ALL : IMAP_SERVER;
    }

    /** Whether a workload gets the wanted version in this stage. */
    public boolean includes(Workload workload) {
        return switch (this) {
            case ALL, IMAP_SERVER -> true;
            case FIRST_SMTP_SERVER -> workload == Workload.SMTP_SERVER;
        };
    }

    /** What this stage waits for. */
    public Optional<Waiting> waiting(String wanted, List<Pod> pods, Instant begun) {
        return switch (this) {
            case ALL -> Optional.empty();
            case FIRST_SMTP_SERVER -> Optional.of(waiting(pods, Workload.SMTP_SERVER, wanted, begun));
            case IMAP_SERVER -> Optional.of(waiting(pods, Workload.IMAP_SERVER, wanted, begun));
        };
    }

    private static Waiting waiting(List<Pod> pods, Workload workload, String wanted, Instant begun) {
        return pods.stream()
                .filter(pod -> isOf(pod, workload) && has(pod, wanted))
                .findFirst()
                .map(pod -> new Waiting(
                        pod.getMetadata().getName(),
                        Optional.ofNullable(pod.getMetadata().getCreationTimestamp())
                                .map(Instant::parse)
                                .orElse(begun)))
                .orElseGet(() -> new Waiting(workload.component(), begun));
    }

    private static boolean hasReady(List<Pod> pods, Workload workload, String version) {
        return pods.stream().anyMatch(pod -> isOf(pod, workload) && has(pod, version) && isReady(pod));
    }

    private static boolean isOf(Pod pod, Workload workload) {
        return workload.component().equals(pod.getMetadata().getLabels().get(Labels.COMPONENT));
    }

    private static boolean has(Pod pod, String version) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && Optional.ofNullable(pod.getMetadata().getAnnotations())
                        .filter(annotations -> version.equals(annotations.get(Labels.VERSION)))
                        .isPresent();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }
}
