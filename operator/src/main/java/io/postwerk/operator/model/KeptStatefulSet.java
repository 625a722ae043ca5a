package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A StatefulSet as the API server has it: its specification as it was rendered, and the hash of what it was rendered from. With these a
 * newer operator, which renders differently, rolls no pod while the inputs of the pods are the same.
 *
 * @param inputs hash of what it was rendered from; empty if nobody wrote it down
 * @param rendered its specification as it was rendered; absent if nobody wrote it down
 * @param claims its claim templates, which can never change
 */
public record KeptStatefulSet(String inputs, Optional<StatefulSetSpec> rendered, List<PersistentVolumeClaim> claims) {
    public KeptStatefulSet {
        claims = List.copyOf(claims);
    }

    /**
     * The image of a container: where a digest has become known of the same tag since, the one without it, for nothing has changed.
     */
    String image(String container, String wanted) {
        String tagged = wanted.replaceFirst("@.*", "");
        return rendered.map(spec -> spec.getTemplate().getSpec())
                .filter(pod -> Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                        .anyMatch(c ->
                                c.getName().equals(container) && c.getImage().equals(tagged)))
                .map(_ -> tagged)
                .orElse(wanted);
    }

    /** What is kept of a StatefulSet from the API server. */
    public static KeptStatefulSet of(StatefulSet live) {
        Map<String, String> annotations =
                Optional.ofNullable(live.getMetadata().getAnnotations()).orElse(Map.of());
        Optional<StatefulSetSpec> rendered = Optional.ofNullable(annotations.get(Labels.RENDERED))
                .flatMap(text -> CanonicalJson.read(StatefulSetSpec.class, text))
                .filter(spec -> spec.getTemplate() != null);
        return new KeptStatefulSet(
                annotations.getOrDefault(Labels.RENDERED_INPUTS, ""),
                rendered,
                // The rendered specification, without defaults of the API server, if it is known.
                rendered.orElse(live.getSpec()).getVolumeClaimTemplates());
    }
}
