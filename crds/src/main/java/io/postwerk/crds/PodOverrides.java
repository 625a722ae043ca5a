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

/** What a workload's pods have that nothing else here says. Where it meets what the operator sets, the operator's stays. */
@FieldsOnly
public final class PodOverrides {
    @JsonPropertyDescription(
            "Compute resources of the server's container. Default: requests that suit a small installation.")
    private ResourceRequirements resources;

    @JsonPropertyDescription(
            "Compute resources of the auth sidecar's container. Default: requests that suit a small " + "installation.")
    private ResourceRequirements sidecarResources;

    @Size(max = 32)
    @JsonPropertyDescription("Labels that a node must have.")
    private Map<String, @Size(max = 63) String> nodeSelector = Map.of();

    @Size(max = 32)
    @JsonPropertyDescription("Taints of nodes that are tolerated.")
    private List<Toleration> tolerations = List.of();

    @JsonPropertyDescription("Which nodes are wanted, and near which other pods.")
    private Affinity affinity;

    @Size(max = 8)
    @JsonPropertyDescription("How the pods are spread. Default: over nodes and zones, as well as possible.")
    private List<TopologySpreadConstraint> topologySpreadConstraints = List.of();

    @Size(max = 64)
    @JsonPropertyDescription("Annotations of the pods.")
    private Map<String, @Size(max = 4096) String> annotations = Map.of();

    @Size(max = 64)
    @JsonPropertyDescription("Labels of the pods.")
    private Map<String, @Size(max = 63) String> labels = Map.of();

    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("Priority class of the pods.")
    private String priorityClassName;

    @Size(max = 64)
    @JsonPropertyDescription(
            "Annotations of the ServiceAccount that the pods run under. They have no access to the API.")
    private Map<String, @Size(max = 4096) String> serviceAccountAnnotations = Map.of();

    /** Compute resources of the server's container. */
    public Optional<ResourceRequirements> resources() {
        return Optional.ofNullable(resources);
    }

    /** Compute resources of the auth sidecar's container. */
    public Optional<ResourceRequirements> sidecarResources() {
        return Optional.ofNullable(sidecarResources);
    }

    /** Labels that a node must have. */
    public Map<String, String> nodeSelector() {
        return Map.copyOf(nodeSelector);
    }

    /** Taints of nodes that are tolerated. */
    public List<Toleration> tolerations() {
        return List.copyOf(tolerations);
    }

    /** Which nodes are wanted, and near which other pods. */
    public Optional<Affinity> affinity() {
        return Optional.ofNullable(affinity);
    }

    /** How the pods are spread; empty for the operator's choice. */
    public List<TopologySpreadConstraint> topologySpreadConstraints() {
        return List.copyOf(topologySpreadConstraints);
    }

    /** Annotations of the pods. */
    public Map<String, String> annotations() {
        return Map.copyOf(annotations);
    }

    /** Labels of the pods. */
    public Map<String, String> labels() {
        return Map.copyOf(labels);
    }

    /** Priority class of the pods. */
    public Optional<String> priorityClassName() {
        return Optional.ofNullable(priorityClassName);
    }

    /** Annotations of the ServiceAccount that the pods run under. */
    public Map<String, String> serviceAccountAnnotations() {
        return Map.copyOf(serviceAccountAnnotations);
    }
}
