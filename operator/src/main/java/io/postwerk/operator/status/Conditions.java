package io.postwerk.operator.status;

import io.postwerk.crds.StatusCondition;
import io.postwerk.crds.StatusCondition.Status;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes conditions of a verdict. */
public final class Conditions {
    /** Valid, attached, without conflict. */
    public static final String ACCEPTED = "Accepted";

    /** Everything that is referred to is there. Only said once something was not. */
    public static final String RESOLVED = "Resolved";

    /** In use by every ready pod. */
    public static final String PROGRAMMED = "Programmed";

    /** All of the above. */
    public static final String READY = "Ready";

    private static final int MAX_MESSAGE = 32_768;

    private Conditions() {}

    /** The conditions of a verdict. One whose status is as before keeps its time; others' conditions are kept. */
    public static List<StatusCondition> of(Verdict verdict, List<StatusCondition> before, Instant now) {
        List<StatusCondition> conditions = new ArrayList<>();
        add(conditions, ACCEPTED, verdict.accepted(), verdict, before, now);
        if (!verdict.resolved().holds() || find(before, RESOLVED).isPresent()) {
            add(conditions, RESOLVED, verdict.resolved(), verdict, before, now);
        }
        add(conditions, PROGRAMMED, verdict.programmed(), verdict, before, now);
        add(conditions, READY, verdict.ready(), verdict, before, now);
        before.stream()
                .filter(other -> find(conditions, other.type()).isEmpty())
                .forEach(conditions::add);
        return conditions;
    }

    /** The condition of that type. */
    public static Optional<StatusCondition> find(List<StatusCondition> conditions, String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    private static void add(
            List<StatusCondition> conditions,
            String type,
            Fact fact,
            Verdict verdict,
            List<StatusCondition> before,
            Instant now) {
        Status status = fact.holds() ? Status.TRUE : Status.FALSE;
        String time = find(before, type)
                .filter(old -> old.status() == status)
                .map(StatusCondition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        String message =
                fact.message().length() > MAX_MESSAGE ? fact.message().substring(0, MAX_MESSAGE) : fact.message();
        conditions.add(new StatusCondition(
                type, status, verdict.generation(), time, fact.reason().word(), message));
    }
}
