package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Further settings of a workload's pods. Where they conflict with what the operator sets, the operator's value is
 * kept.
 */
@SpecRecord
public record PodOverrides(
        @JsonPropertyDescription(
                "Compute resources of the server's container. Default: requests that suit a small installation.")
        Optional<ResourceRequirements> resources,

        @JsonPropertyDescription(
                "Compute resources of the auth sidecar's container. Default: requests that suit a small "
                        + "installation.")
        Optional<ResourceRequirements> sidecarResources,

        @Size(max = 32) @JsonPropertyDescription("Labels that a node must have.")
        Map<String, @Size(max = 63) String> nodeSelector,

        @Size(max = 32) @JsonPropertyDescription("Taints of nodes that are tolerated.")
        List<Toleration> tolerations,

        @JsonPropertyDescription("Which nodes are wanted, and near which other pods.")
        Optional<Affinity> affinity,

        @Size(max = 8)
        @JsonPropertyDescription("How the pods are spread. Default: over nodes and zones, as well as possible.")
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @Size(max = 64) @JsonPropertyDescription("Annotations of the pods.")
        Map<String, @Size(max = 4096) String> annotations,

        @Size(max = 64) @JsonPropertyDescription("Labels of the pods.")
        Map<String, @Size(max = 63) String> labels,

        @Size(min = 1, max = 253) @Pattern(Patterns.OBJECT_NAME) @JsonPropertyDescription("Priority class of the pods.")
        Optional<String> priorityClassName,

        @Size(max = 64)
        @JsonPropertyDescription(
                "Annotations of the ServiceAccount that the pods run under. They have no access to the API.")
        Map<String, @Size(max = 4096) String> serviceAccountAnnotations) {}
