package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Optional;

/** Which connections to the pods the cluster's network lets through, where it enforces NetworkPolicies. */
@SpecRecord
public record NetworkPolicySpec(
        @Default("true")
        @JsonPropertyDescription(
                "Whether the pods get a NetworkPolicy: the listeners for everybody, everything else for "
                        + "Postwerk's own pods.")
        boolean enabled,

        @JsonPropertyDescription(
                "Labels of the namespaces whose pods may read metrics, besides that of the operator. Default: none.")
        Optional<LabelSelector> metricsFrom) {}
