package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** Selects by labels; all parts must hold. Like the selector of Kubernetes, with bounds. */
@SpecRecord
public record LabelSelector(
        @Size(max = 64) @JsonPropertyDescription("Labels that must have these values.")
        Map<String, @Size(max = 63) String> matchLabels,

        @Size(max = 64) @JsonPropertyDescription("Expressions that must hold.")
        List<LabelRequirement> matchExpressions) {}
