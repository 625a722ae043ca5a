package io.postwerk.operator.status;

import io.postwerk.crds.StatusCondition;
import io.postwerk.crds.StatusCondition.Status;
import io.postwerk.plan.finding.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A condition has turned into something that a person must act on.
 *
 * @param condition the condition as it is now
 */
public record Transition(StatusCondition condition) {
    /** What passes by itself. */
    private static final Set<String> PASSING = Set.of(
            Reason.PENDING.word(),
            Reason.PROGRAMMING.word(),
            Reason.NO_READY_PODS.word(),
            Reason.NOT_ACCEPTED.word(),
            Reason.SERVER_NOT_READY.word(),
            // The MailServer tells of it, whose owner is the one to act.
            Reason.SERVER_NOT_PLANNABLE.word(),
            Reason.PAUSED.word(),
            Reason.DELETING.word(),
            Reason.CERTIFICATE_PENDING.word());

    /** The transitions from one status to the next. Ready only repeats what the others say. */
    public static List<Transition> between(List<StatusCondition> before, List<StatusCondition> after) {
        return after.stream()
                .filter(now -> now.status() == Status.FALSE && !PASSING.contains(now.reason()))
                .filter(now -> !now.type().equals(Conditions.READY))
                .filter(now -> {
                    Optional<StatusCondition> old = Conditions.find(before, now.type());
                    return old.isEmpty()
                            || old.get().status() != now.status()
                            || !old.get().reason().equals(now.reason());
                })
                .map(Transition::new)
                .toList();
    }
}
