package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ResourceStatus;
import io.postwerk.crds.StatusCondition;
import java.util.List;
import java.util.Map;

/** Removes from objects what the operator does not read. With thousands of objects that is most of the memory. */
public final class Trimming {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trimming() {}

    /** The object without managed fields and kubectl's copy of it, and with shared instances of equal parts. */
    public static <T extends HasMetadata> T trim(T object) {
        ObjectMeta metadata = object.getMetadata();
        metadata.setManagedFields(List.of());
        Map<String, String> annotations = metadata.getAnnotations();
        if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
            annotations.remove(LAST_APPLIED);
        }
        metadata.setAnnotations(shared(metadata.getAnnotations()));
        metadata.setLabels(shared(metadata.getLabels()));
        if (metadata.getAdditionalProperties().isEmpty()) {
            metadata.setAdditionalProperties(Map.of());
        }
        if (object instanceof MailUser user && user.getStatus() != null) {
            user.setStatus(new ResourceStatus(
                    user.getStatus().conditions().stream().map(Trimming::shared).toList(),
                    user.getStatus().observedGeneration()));
        }
        if (object instanceof Secret secret) {
            secret.setStringData(Map.of());
            secret.setAdditionalProperties(Map.of());
        }
        return object;
    }

    private static Map<String, String> shared(Map<String, String> map) {
        return map == null || map.isEmpty() ? Map.of() : map;
    }

    /** There are few different texts in conditions, and few times if many are set at once. */
    private static StatusCondition shared(StatusCondition condition) {
        return new StatusCondition(
                condition.type().intern(),
                condition.status(),
                condition.observedGeneration(),
                condition.lastTransitionTime().intern(),
                condition.reason().intern(),
                condition.message().isEmpty() ? "" : condition.message().intern());
    }

    /** A namespace with its labels only. */
    public static Namespace labelsOnly(Namespace namespace) {
        ObjectMeta metadata = namespace.getMetadata();
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(metadata.getName())
                .withLabels(metadata.getLabels())
                .withResourceVersion(metadata.getResourceVersion())
                .endMetadata()
                .build();
    }

    /** A pod without its specification. */
    static Pod withoutSpec(Pod pod) {
        return new PodBuilder(trim(pod)).withSpec(new PodSpec()).build();
    }
}
