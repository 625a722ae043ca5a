package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What is known of a resource. */
@FieldsOnly
public final class ResourceStatus {
    @Size(max = 16)
    @MapList("type")
    @JsonPropertyDescription(
            "Conditions: Accepted (valid, attached, no conflict), Programmed (in use by every ready pod), Ready.")
    private List<StatusCondition> conditions = List.of();

    /** An empty status. */
    public ResourceStatus() {}

    /** A status of the given conditions. */
    public ResourceStatus(List<StatusCondition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /** Conditions, at most one of each type. */
    public List<StatusCondition> conditions() {
        return List.copyOf(conditions);
    }
}
