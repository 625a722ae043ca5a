package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.ModelResult.ClaimSize;
import io.postwerk.operator.model.Workload;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the claims of volumes as they should be. A StatefulSet does not pass a new size on to existing claims, and takes a claim of the
 * right name as it is: one that was restored from a backup may have no labels. Claims are found by their names.
 */
public final class ClaimKeeper {
    private static final String STORAGE = "storage";
    /** One that the StatefulSet makes has its labels and is seen at once; others are looked for. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Clock clock;
    private final List<String> refused = new ArrayList<>();
    private final List<String> growing = new ArrayList<>();
    /** When claims were looked for that were not there. */
    private final Map<String, Instant> missing = new HashMap<>();

    /** One for one MailServer that patches through a client. Not for several threads at once. */
    public ClaimKeeper(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Labels the claims that have no labels, and changes what is asked for where another size is wanted. What the API server refuses is
     * no failure of the plan.
     *
     * @param server name of the MailServer
     */
    public VolumeSizes keep(DependentObjects owned, String server, List<ClaimSize> sizes) {
        refused.clear();
        growing.clear();
        Map<Workload, Quantity> capacity = new EnumMap<>(Workload.class);
        for (ClaimSize wanted : sizes) {
            Optional<PersistentVolumeClaim> claim = find(owned, wanted);
            if (claim.filter(c -> Ownership.isAnothers(c, server)).isPresent()) {
                refused.add("volume " + wanted.name() + " " + Ownership.TAKEN);
                continue;
            }
            claim.ifPresent(c -> resize(owned, c, wanted));
            claim.flatMap(ClaimKeeper::capacity)
                    .ifPresent(size -> capacity.merge(
                            wanted.workload(), size, (one, other) -> compare(one, other) < 0 ? other : one));
        }
        return new VolumeSizes(capacity, refused, growing, !missing.isEmpty());
    }

    private Optional<PersistentVolumeClaim> find(DependentObjects owned, ClaimSize wanted) {
        Optional<PersistentVolumeClaim> known = owned.find(PersistentVolumeClaim.class, wanted.name());
        if (known.isPresent()) {
            missing.remove(wanted.name());
            return known;
        }
        Instant now = clock.instant();
        Instant before = missing.get(wanted.name());
        if (before != null && now.isBefore(before.plus(LOOK_AGAIN))) {
            return Optional.empty();
        }
        Optional<PersistentVolumeClaim> there = list(wanted);
        if (there.isEmpty()) {
            missing.put(wanted.name(), now);
        }
        // One with the label was made a moment ago; the cache will have it.
        return there.filter(claim -> Ownership.server(claim).isEmpty())
                .map(claim -> label(owned, claim, wanted))
                .orElse(there);
    }

    /** Listed with a field selector: the operator may list claims, but not get them. */
    private Optional<PersistentVolumeClaim> list(ClaimSize wanted) {
        try {
            return client
                    .persistentVolumeClaims()
                    .inNamespace(wanted.namespace())
                    .withField("metadata.name", wanted.name())
                    .list()
                    .getItems()
                    .stream()
                    .findFirst();
        } catch (KubernetesClientException e) {
            growing.add("volume " + wanted.name() + " cannot be looked at: " + words(e));
            return Optional.empty();
        }
    }

    private Optional<PersistentVolumeClaim> label(
            DependentObjects owned, PersistentVolumeClaim claim, ClaimSize wanted) {
        PersistentVolumeClaim labelled = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(wanted.namespace())
                .withName(wanted.name())
                // It must not be created, should it be gone by now.
                .withResourceVersion(claim.getMetadata().getResourceVersion())
                .withLabels(wanted.labels())
                .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
                .endMetadata()
                .build();
        return Optional.of(
                write(owned, wanted, "labelled", () -> client.resource(labelled).patch(ObjectApplier.APPLY))
                        .orElse(claim));
    }

    private void resize(DependentObjects owned, PersistentVolumeClaim claim, ClaimSize wanted) {
        Optional<Quantity> requested = requested(claim);
        if (requested.isEmpty()) {
            return;
        }
        Optional<Quantity> capacity = capacity(claim);
        boolean larger = compare(requested.get(), wanted.size()) < 0;
        boolean lessThanAsked = compare(requested.get(), wanted.size()) > 0
                && capacity.filter(size -> compare(wanted.size(), size) > 0).isPresent();
        boolean patched = true;
        if (larger || lessThanAsked) {
            patched = patch(owned, claim, wanted);
        }
        Quantity goal = larger || lessThanAsked ? wanted.size() : requested.get();
        if (patched && capacity.filter(size -> compare(size, goal) < 0).isPresent()) {
            growing.add("volume " + wanted.name() + " grows from " + capacity.get() + " to " + goal + why(claim));
        }
    }

    private boolean patch(DependentObjects owned, PersistentVolumeClaim claim, ClaimSize wanted) {
        PersistentVolumeClaim resized = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(wanted.namespace())
                .withName(wanted.name())
                .withResourceVersion(claim.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewSpec()
                .withNewResources()
                .addToRequests(STORAGE, wanted.size())
                .endResources()
                .endSpec()
                .build();
        return write(
                        owned,
                        wanted,
                        "resized to " + wanted.size(),
                        () -> client.persistentVolumeClaims()
                                .inNamespace(wanted.namespace())
                                .withName(wanted.name())
                                .patch(MERGE, resized))
                .isPresent();
    }

    private Optional<PersistentVolumeClaim> write(
            DependentObjects owned, ClaimSize wanted, String what, Supplier<PersistentVolumeClaim> call) {
        try {
            return Optional.of(owned.write(PersistentVolumeClaim.class, wanted.name(), call));
        } catch (KubernetesClientException e) {
            boolean passes = e.getCode() == HttpURLConnection.HTTP_CONFLICT || ObjectApplier.isTransient(e);
            (passes ? growing : refused).add("volume " + wanted.name() + " cannot be " + what + ": " + words(e));
            return Optional.empty();
        }
    }

    /** What the storage says of a volume that does not grow. */
    private static String why(PersistentVolumeClaim claim) {
        return Stream.ofNullable(claim.getStatus())
                .flatMap(status -> Stream.ofNullable(status.getConditions()).flatMap(List::stream))
                .filter(condition -> "True".equals(condition.getStatus()))
                .map(PersistentVolumeClaimCondition::getMessage)
                .filter(message -> message != null && !message.isEmpty())
                .map(message -> ": " + message)
                .collect(Collectors.joining());
    }

    private static String words(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(status -> status.getMessage())
                .orElseGet(() -> e.getCode() == 0 ? String.valueOf(e.getMessage()) : "HTTP " + e.getCode());
    }

    private static Optional<Quantity> requested(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getSpec().getResources())
                .flatMap(resources -> Optional.ofNullable(resources.getRequests()))
                .flatMap(requests -> Optional.ofNullable(requests.get(STORAGE)));
    }

    private static Optional<Quantity> capacity(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getStatus())
                .flatMap(status -> Optional.ofNullable(status.getCapacity()))
                .flatMap(capacity -> Optional.ofNullable(capacity.get(STORAGE)));
    }

    private static int compare(Quantity one, Quantity other) {
        return one.getNumericalAmount().compareTo(other.getNumericalAmount());
    }
}
