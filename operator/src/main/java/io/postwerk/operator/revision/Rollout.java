package io.postwerk.operator.revision;

import io.postwerk.operator.model.Workload;
import java.util.Map;
import java.util.Set;

/**
 * How far the pods of a MailServer are.
 *
 * @param loaded the lowest number that a ready pod has loaded; 0 unless each workload has a ready pod
 * @param withoutPods workloads that have no ready pod
 * @param absent workloads that have had none for a minute
 * @param pending by workload, what its ready pods have still to do of what was asked of them; absent if not all have answered
 */
public record Rollout(long loaded, Set<Workload> withoutPods, Set<Workload> absent, Map<Workload, Long> pending) {
    /** Nothing is known yet. */
    public static final Rollout UNKNOWN = new Rollout(0, Set.of(), Set.of(), Map.of());

    public Rollout {
        withoutPods = Set.copyOf(withoutPods);
        absent = Set.copyOf(absent);
        pending = Map.copyOf(pending);
    }
}
