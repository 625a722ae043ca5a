package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import java.util.List;
import java.util.Optional;

/**
 * A workload's StatefulSet. Its specification is rendered only when its inputs change; else the rendered one is applied again. So an
 * operator that renders differently rolls no pod, and changes by others are reverted. The number of pods and the retention of volumes
 * are not part of the pod template and are always as wanted. Claim templates are always as they were first.
 */
final class StatefulSets {
    /** Name of the claim template, and of the volume in the pods. */
    static final String CLAIM = "data";

    private static final int REVISIONS_KEPT = 3;

    private final PodInputs inputs;
    private final WorkloadSettings settings;
    private final Optional<KeptStatefulSet> kept;
    private final boolean canary;

    StatefulSets(PodInputs inputs, WorkloadSettings settings, Optional<KeptStatefulSet> kept, boolean canary) {
        this.canary = canary;
        this.inputs = inputs;
        this.settings = settings;
        this.kept = kept;
    }

    StatefulSet render() {
        String hash = inputs.hash();
        StatefulSetSpec spec = kept.filter(k -> k.inputs().equals(hash))
                .flatMap(KeptStatefulSet::rendered)
                .orElseGet(this::fresh);
        String whenDeleted = inputs.identity().keepsData() ? "Retain" : "Delete";
        StatefulSetSpec wanted = new StatefulSetSpecBuilder(spec)
                .withReplicas(settings.replicas())
                .withUpdateStrategy(strategy())
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted(whenDeleted)
                // Fewer pods must not lose what is queued in those that go: their volumes wait for them.
                .withWhenScaled("Retain")
                .endPersistentVolumeClaimRetentionPolicy()
                .build();
        return new StatefulSetBuilder()
                .withMetadata(inputs.identity().owned(inputs.workload()))
                .editMetadata()
                .addToAnnotations(Labels.RENDERED, CanonicalJson.write(wanted))
                .addToAnnotations(Labels.RENDERED_INPUTS, hash)
                .endMetadata()
                .withSpec(wanted)
                .build();
    }

    /** Pods below the partition stay as they are. */
    private StatefulSetUpdateStrategy strategy() {
        StatefulSetUpdateStrategyBuilder strategy = new StatefulSetUpdateStrategyBuilder().withType("RollingUpdate");
        return canary && settings.replicas() > 1
                ? strategy.withNewRollingUpdate()
                        .withPartition(settings.replicas() - 1)
                        .endRollingUpdate()
                        .build()
                : strategy.build();
    }

    private StatefulSetSpec fresh() {
        return new StatefulSetSpecBuilder()
                .withServiceName(inputs.names().workload(inputs.workload()))
                // Pods do not wait for each other: none of them leads.
                .withPodManagementPolicy("Parallel")
                .withRevisionHistoryLimit(REVISIONS_KEPT)
                .withNewSelector()
                .withMatchLabels(Labels.selector(inputs.identity().name(), inputs.workload()))
                .endSelector()
                .withTemplate(new PodTemplates(inputs).render())
                .withVolumeClaimTemplates(claims())
                .build();
    }

    private List<PersistentVolumeClaim> claims() {
        List<PersistentVolumeClaim> first = kept.map(KeptStatefulSet::claims).orElse(List.of());
        if (!first.isEmpty()) {
            return first;
        }
        var builder = new PersistentVolumeClaimBuilder()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNewMetadata()
                .withName(CLAIM)
                .addToLabels(Labels.ofClaim(inputs.identity().name(), inputs.workload()))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode("Filesystem")
                .withNewResources()
                .addToRequests("storage", settings.storageSize())
                .endResources()
                .endSpec();
        settings.storageClass()
                .ifPresent(name -> builder.editSpec().withStorageClassName(name).endSpec());
        return List.of(builder.build());
    }
}
