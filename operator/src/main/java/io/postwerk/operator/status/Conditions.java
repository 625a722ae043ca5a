package io.postwerk.operator.status;

import io.postwerk.crds.StatusCondition;
import io.postwerk.crds.StatusCondition.Status;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the conditions of a status from facts. */
public final class Conditions {
    /** Valid, attached, without conflict. */
    public static final String ACCEPTED = "Accepted";

    /** Everything that is referred to is there. Only said once something was not. */
    public static final String RESOLVED = "Resolved";

    /** In use by every ready pod. */
    public static final String PROGRAMMED = "Programmed";

    /** All of the above. */
    public static final String READY = "Ready";

    /** The volumes of a MailServer are as large as they should be. */
    public static final String STORAGE_RESIZED = "StorageResized";

    /** The upgrade of a MailServer's pods has come to a halt. */
    public static final String UPGRADE_STALLED = "UpgradeStalled";

    /** A disk with a queue is too full for new mail. */
    public static final String QUEUE_STORAGE_LOW = "QueueStorageLow";

    /** The disk with the mailboxes is too full for new mail. */
    public static final String MAILBOX_STORAGE_LOW = "MailboxStorageLow";

    /** Conditions that are bad when they are true. */
    private static final Set<String> BAD_IF_TRUE = Set.of(UPGRADE_STALLED, QUEUE_STORAGE_LOW, MAILBOX_STORAGE_LOW);

    /** Reasons that pass without anybody acting. */
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
            Reason.RESIZING.word(),
            Reason.UPGRADING.word(),
            Reason.UP_TO_DATE.word(),
            Reason.CERTIFICATE_PENDING.word());

    private static final int MAX_MESSAGE = 32_768;

    private Conditions() {}

    /** The conditions that follow from facts. A condition whose status is as before keeps its time; conditions of other writers are kept. */
    public static List<StatusCondition> of(StatusFacts facts, List<StatusCondition> before, Instant now) {
        List<StatusCondition> conditions = new ArrayList<>();
        add(conditions, ACCEPTED, facts.accepted(), facts, before, now);
        if (!facts.resolved().holds() || find(before, RESOLVED).isPresent()) {
            add(conditions, RESOLVED, facts.resolved(), facts, before, now);
        }
        add(conditions, PROGRAMMED, facts.programmed(), facts, before, now);
        add(conditions, READY, facts.ready(), facts, before, now);
        if (facts.details() instanceof StatusFacts.Details.OfServer server) {
            server.conditions().forEach((type, fact) -> add(conditions, type, fact, facts, before, now));
        }
        before.stream()
                .filter(other -> find(conditions, other.type()).isEmpty())
                .forEach(conditions::add);
        return conditions;
    }

    /** The condition that the disks of a workload are too full for new mail. */
    public static String storageLow(Workload workload) {
        return switch (workload) {
            case SMTP_SERVER -> QUEUE_STORAGE_LOW;
            case IMAP_SERVER -> MAILBOX_STORAGE_LOW;
        };
    }

    /** The condition of that type. */
    public static Optional<StatusCondition> find(List<StatusCondition> conditions, String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    /**
     * The conditions that have turned into something that a person must act on. Ready is left out: it only repeats what the others
     * say.
     */
    public static List<StatusCondition> problems(List<StatusCondition> before, List<StatusCondition> after) {
        return after.stream()
                .filter(now -> now.status() == (BAD_IF_TRUE.contains(now.type()) ? Status.TRUE : Status.FALSE))
                .filter(now -> !PASSING.contains(now.reason()))
                .filter(now -> !now.type().equals(READY))
                .filter(now -> find(before, now.type())
                        .filter(old ->
                                old.status() == now.status() && old.reason().equals(now.reason()))
                        .isEmpty())
                .toList();
    }

    private static void add(
            List<StatusCondition> conditions,
            String type,
            Fact fact,
            StatusFacts facts,
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
                type, status, facts.generation(), time, fact.reason().word(), message));
    }
}
