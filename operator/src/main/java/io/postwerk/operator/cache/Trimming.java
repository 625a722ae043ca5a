package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;

/** Leaves out of objects what nobody here reads: with thousands of them it is most of the memory. */
public final class Trimming {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Trimming() {}

    /** The same object without managed fields and kubectl's copy of it. */
    public static <T extends HasMetadata> T trim(T object) {
        ObjectMeta metadata = object.getMetadata();
        metadata.setManagedFields(List.of());
        Map<String, String> annotations = metadata.getAnnotations();
        if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
            annotations.remove(LAST_APPLIED);
        }
        return object;
    }

    /** A namespace with its labels only. */
    static Namespace labelsOnly(Namespace namespace) {
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
