package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform team wants to be different in a workload's pods. Maps are merged by key with our own entries (ours win among
 * labels and annotations, theirs among resources); lists and objects take the place of ours.
 *
 * @param resources of the server's container
 * @param sidecarResources of auth-sidecar's container
 * @param nodeSelector labels that a node must have
 * @param tolerations taints that are tolerated
 * @param affinity attraction to nodes and pods
 * @param topologySpreadConstraints in place of the spread over nodes and zones; empty keeps that
 * @param annotations of the pods
 * @param labels of the pods
 * @param priorityClassName name of the PriorityClass
 * @param serviceAccountAnnotations of the ServiceAccount
 */
record PodSettings(
        ResourceRequirements resources,
        ResourceRequirements sidecarResources,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        Optional<Affinity> affinity,
        List<TopologySpreadConstraint> topologySpreadConstraints,
        Map<String, String> annotations,
        Map<String, String> labels,
        Optional<String> priorityClassName,
        Map<String, String> serviceAccountAnnotations) {
    /** Nothing different. */
    static final PodSettings NONE = new PodSettings(
            new ResourceRequirements(),
            new ResourceRequirements(),
            Map.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of());
}
