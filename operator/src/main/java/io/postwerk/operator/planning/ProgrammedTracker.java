package io.postwerk.operator.planning;

import io.postwerk.crds.Conditioned;
import io.postwerk.crds.StatusCondition;
import io.postwerk.crds.StatusCondition.Status;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.Rollout;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which configuration contained a generation of a resource first, and whether all ready pods have had it. Once they have, it stays so
 * while pods restart.
 */
final class ProgrammedTracker {
    private static final Fact PROGRAMMED = new Fact(true, Reason.PROGRAMMED, "");
    private static final Fact PROGRAMMING = new Fact(false, Reason.PROGRAMMING, "not every ready pod has it yet");

    private static final class Contained {
        private final long generation;
        private final long sequence;
        private boolean programmed;

        Contained(long generation, long sequence, boolean programmed) {
            this.generation = generation;
            this.sequence = sequence;
            this.programmed = programmed;
        }
    }

    private final Map<ResourceRef, Contained> contained = new HashMap<>();

    /**
     * A configuration was applied.
     *
     * @param generations the resources that it has
     * @param statuses what is said of them so far: an operator that has just started believes what it finds
     */
    void applied(long sequence, Map<ResourceRef, Long> generations, Map<ResourceRef, Conditioned> statuses) {
        contained.keySet().retainAll(generations.keySet());
        generations.forEach((ref, generation) -> {
            Contained before = contained.get(ref);
            if (before == null || before.generation != generation) {
                boolean believed = before == null && isProgrammed(statuses.get(ref), generation);
                contained.put(ref, new Contained(generation, sequence, believed));
            }
        });
    }

    /** Whether a generation of a resource is in use, given that it is accepted and nothing blocks it. */
    Fact of(ResourceRef ref, long generation, Rollout rollout, Fact blocked) {
        Contained its = contained.get(ref);
        if (its == null || its.generation != generation) {
            return blocked;
        }
        if (!rollout.absent().isEmpty()) {
            its.programmed = false;
        } else if (rollout.sequence() >= its.sequence) {
            its.programmed = true;
        }
        if (its.programmed) {
            return PROGRAMMED;
        }
        return missing(rollout).isEmpty() ? PROGRAMMING : withoutPods(rollout);
    }

    /** What is said of what waits for pods. */
    static Fact programming() {
        return PROGRAMMING;
    }

    private static List<String> missing(Rollout rollout) {
        return Arrays.stream(Workload.values())
                .filter(workload -> !rollout.hasPods(workload))
                .map(Workload::component)
                .toList();
    }

    private static Fact withoutPods(Rollout rollout) {
        return new Fact(
                false, Reason.NO_READY_PODS, "there is no ready pod of " + String.join(" and ", missing(rollout)));
    }

    private static boolean isProgrammed(@Nullable Conditioned status, long generation) {
        return Conditions.find(StatusFacts.conditions(status), Conditions.PROGRAMMED)
                .filter(c -> c.status() == Status.TRUE)
                .map(StatusCondition::observedGeneration)
                .filter(observed -> observed == generation)
                .isPresent();
    }
}
