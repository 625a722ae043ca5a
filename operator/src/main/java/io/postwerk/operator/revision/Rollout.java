package io.postwerk.operator.revision;

import io.postwerk.operator.model.Workload;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.Map;
import java.util.Set;

/**
 * How far the pods of a MailServer are.
 *
 * @param workloads how far those of each workload are that has ready ones
 * @param absent workloads that have had no ready pod for a minute
 * @param pods how many pods each workload has, ready or not, without those that are ending
 * @param storageLow whether a disk of a workload's pods is too full for new mail, of the workloads whose pods have told
 */
public record Rollout(
        Map<Workload, Loaded> workloads,
        Set<Workload> absent,
        Map<Workload, Integer> pods,
        Map<Workload, Fact> storageLow) {
    /** Nothing is known of the pods yet. */
    public static final Rollout UNKNOWN = new Rollout(Map.of(), Set.of(), Map.of(), Map.of());

    /**
     * How far the ready pods of a workload are.
     *
     * @param sequence the lowest number that one of their programs has loaded
     * @param pending how much their servers have still to do of what it asks for
     */
    public record Loaded(long sequence, long pending) {}

    public Rollout {
        workloads = Map.copyOf(workloads);
        absent = Set.copyOf(absent);
        pods = Map.copyOf(pods);
        storageLow = Map.copyOf(storageLow);
    }

    /** The lowest number that a ready pod has loaded; 0 unless each workload has a ready pod. */
    public long sequence() {
        return workloads.size() < Workload.values().length
                ? 0
                : workloads.values().stream().mapToLong(Loaded::sequence).min().orElse(0);
    }

    /** Whether a workload has a ready pod. */
    public boolean hasPods(Workload workload) {
        return workloads.containsKey(workload);
    }

    /** Whether imap-server's pods have removed every mailbox that a configuration asks them to. */
    public boolean hasRemoved(long configuration) {
        Loaded imap = workloads.getOrDefault(Workload.IMAP_SERVER, new Loaded(0, 0));
        return imap.sequence() >= configuration && imap.pending() == 0;
    }
}
