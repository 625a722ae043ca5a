package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** Selects by labels; all parts must hold. Like the selector of Kubernetes, with bounds. */
@FieldsOnly
public final class LabelSelector {
    @Size(max = 64)
    @JsonPropertyDescription("Labels that must have these values.")
    private Map<String, @Size(max = 63) String> matchLabels = Map.of();

    @Size(max = 64)
    @JsonPropertyDescription("Expressions that must hold.")
    private List<LabelRequirement> matchExpressions = List.of();

    /** Labels that must have these values. */
    public Map<String, String> matchLabels() {
        return Map.copyOf(matchLabels);
    }

    /** Expressions that must hold. */
    public List<LabelRequirement> matchExpressions() {
        return List.copyOf(matchExpressions);
    }
}
