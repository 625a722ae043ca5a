package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.model.ModelResult.ClaimSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Enlarges volumes: a StatefulSet does not pass a new size on to existing claims. */
public final class ClaimGrower {
    private static final String STORAGE = "storage";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    /** One that patches through a client. */
    public ClaimGrower(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Enlarges claims that are smaller than they should be.
     *
     * @return what the API server refused, for people: not every storage class can do it
     */
    public List<String> grow(DependentObjects owned, List<ClaimSize> sizes) {
        List<String> failures = new ArrayList<>();
        for (ClaimSize wanted : sizes) {
            owned.find(PersistentVolumeClaim.class, wanted.name())
                    .filter(claim -> isSmaller(claim, wanted.size()))
                    .ifPresent(claim -> patch(owned, claim, wanted, failures));
        }
        return failures;
    }

    private void patch(DependentObjects owned, PersistentVolumeClaim claim, ClaimSize wanted, List<String> failures) {
        PersistentVolumeClaim larger = new PersistentVolumeClaimBuilder()
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
        try {
            owned.write(
                    PersistentVolumeClaim.class,
                    wanted.name(),
                    () -> client.persistentVolumeClaims()
                            .inNamespace(wanted.namespace())
                            .withName(wanted.name())
                            .patch(MERGE, larger));
        } catch (KubernetesClientException e) {
            failures.add("volume " + wanted.name() + " cannot grow to " + wanted.size() + ": "
                    + Optional.ofNullable(e.getStatus())
                            .map(status -> status.getMessage())
                            .orElse("HTTP " + e.getCode()));
        }
    }

    private static boolean isSmaller(PersistentVolumeClaim claim, Quantity wanted) {
        Quantity requested = claim.getSpec().getResources().getRequests().get(STORAGE);
        return requested != null && requested.getNumericalAmount().compareTo(wanted.getNumericalAmount()) < 0;
    }
}
