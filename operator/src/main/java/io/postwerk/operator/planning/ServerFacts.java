package io.postwerk.operator.planning;

import io.postwerk.crds.Conditioned;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.Rollout;
import io.postwerk.operator.status.Conditions;
import io.postwerk.operator.status.ResourceRef;
import io.postwerk.operator.status.StatusFacts;
import io.postwerk.operator.status.StatusFacts.Details;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The facts of the resources that belong to one MailServer. */
final class ServerFacts {
    private static final Fact ACCEPTED = new Fact(true, Reason.ACCEPTED, "");
    private static final Fact NOT_ACCEPTED = new Fact(false, Reason.NOT_ACCEPTED, "see the condition Accepted");

    private final ObjectKey server;
    private final ResourceRef itself;
    private final Consumer<Collection<ResourceRef>> onChange;
    private final ProgrammedTracker tracker = new ProgrammedTracker();
    private final Map<ResourceRef, StatusFacts> current = new ConcurrentHashMap<>();

    private Map<ResourceRef, PlannedFacts.Resource> resources = Map.of();
    private Fact blocked = ProgrammedTracker.programming();
    private Optional<Fact> waiting = Optional.empty();
    private Optional<Rollout> rollout = Optional.empty();

    ServerFacts(ObjectKey server, Consumer<Collection<ResourceRef>> onChange) {
        this.server = server;
        this.itself = new ResourceRef("MailServer", server);
        this.onChange = onChange;
    }

    Optional<StatusFacts> of(ResourceRef resource) {
        return Optional.ofNullable(current.get(resource));
    }

    /**
     * A plan was made, and what it found is in force.
     *
     * @param sequence number of the configuration that has it
     */
    synchronized void applied(PlannedFacts found, long sequence) {
        Map<ResourceRef, Long> generations = new HashMap<>();
        Map<ResourceRef, Conditioned> statuses = new HashMap<>();
        found.all().forEach((ref, known) -> {
            if (known.accepted().holds()) {
                generations.put(ref, known.generation());
                known.status().ifPresent(status -> statuses.put(ref, status));
            }
        });
        tracker.applied(sequence, generations, statuses);
        resources = found.all();
        blocked = ProgrammedTracker.programming();
        waiting = found.waiting();
        publish();
    }

    /** Takes note that a plan was made and is not put into force. */
    synchronized void blocked(PlannedFacts found, Fact why) {
        block(found.all(), why);
    }

    /**
     * Takes note that no plan can be made of the MailServer as it is.
     *
     * @param unplanned facts of its resources; facts that plans gave of the same generations stay
     */
    synchronized void unplannable(PlannedFacts found, Map<ResourceRef, PlannedFacts.Resource> unplanned, Fact why) {
        Map<ResourceRef, PlannedFacts.Resource> all = new HashMap<>(unplanned);
        resources.forEach((ref, before) ->
                all.merge(ref, before, (now, earlier) -> earlier.generation() >= now.generation() ? earlier : now));
        all.putAll(found.all());
        block(all, why);
    }

    private void block(Map<ResourceRef, PlannedFacts.Resource> all, Fact why) {
        resources = all;
        blocked = why;
        waiting = Optional.of(why);
        publish();
    }

    /**
     * No plan could be made, or put into force.
     *
     * @param resource the MailServer
     * @param unplanned facts of resources that no plan has seen
     */
    synchronized void failed(MailServer resource, String message, Map<ResourceRef, PlannedFacts.Resource> unplanned) {
        Fact why = new Fact(false, Reason.APPLY_FAILED, message);
        Map<ResourceRef, PlannedFacts.Resource> all = new HashMap<>(unplanned);
        all.putAll(resources);
        all.compute(
                itself,
                (_, known) -> known == null
                        ? new PlannedFacts.Resource(
                                resource.getMetadata().getGeneration(),
                                ACCEPTED,
                                why,
                                Details.OfServer.of(resource.getStatus()),
                                Optional.ofNullable(resource.getStatus()))
                        : known.withResolved(why)
                                // It may be the latest change that cannot be put into force.
                                .at(resource.getMetadata().getGeneration()));
        resources = all;
        blocked = new Fact(
                false, Reason.SERVER_NOT_READY, "MailServer " + server + " cannot be changed now: see its conditions");
        if (rollout.isEmpty()) {
            rollout = Optional.of(Rollout.UNKNOWN);
        }
        publish();
    }

    /** Pods are as far as that. */
    synchronized void rollout(Rollout now) {
        rollout = Optional.of(now);
        publish();
    }

    /** The pods that there are, and their disks, are known from looking at them, and not from a plan. */
    private Details withPods(Details details) {
        if (!(details instanceof Details.OfServer its) || rollout.isEmpty()) {
            return details;
        }
        Details.OfServer known = its.withPods(new MailServerStatus.Smtp(
                rollout.get().pods().getOrDefault(Workload.SMTP_SERVER, 0),
                Labels.selectorText(server.name(), Workload.SMTP_SERVER)));
        for (Map.Entry<Workload, Fact> low : rollout.get().storageLow().entrySet()) {
            known = known.with(Conditions.storageLow(low.getKey()), low.getValue());
        }
        return known;
    }

    private void publish() {
        // Before pods were looked at nothing can be said of them.
        if (rollout.isEmpty()) {
            return;
        }
        List<ResourceRef> changed = new ArrayList<>();
        resources.forEach((ref, known) -> {
            StatusFacts facts = facts(ref, known);
            if (!facts.equals(current.put(ref, facts))) {
                changed.add(ref);
            }
        });
        current.keySet().removeIf(ref -> {
            boolean gone = !resources.containsKey(ref);
            if (gone) {
                changed.add(ref);
            }
            return gone;
        });
        if (!changed.isEmpty()) {
            onChange.accept(changed);
        }
    }

    private StatusFacts facts(ResourceRef ref, PlannedFacts.Resource known) {
        Fact programmed = known.accepted().holds()
                ? tracker.of(ref, known.generation(), rollout.orElseThrow(), blocked)
                : NOT_ACCEPTED;
        if (ref.equals(itself) && programmed.holds() && waiting.isPresent()) {
            programmed = waiting.get();
        }
        return new StatusFacts(
                known.generation(), known.accepted(), known.resolved(), programmed, withPods(known.details()));
    }
}
