package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What is known of a resource. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ResourceStatus(
        @Size(max = 16) @SpecRecord.MapList("type") @JsonPropertyDescription(CONDITIONS)
        List<StatusCondition> conditions,

        @Min(0) @JsonPropertyDescription(ResourceStatus.OBSERVED_GENERATION)
        long observedGeneration)
        implements Conditioned {
    static final String CONDITIONS =
            "Conditions: Accepted (valid, attached, no conflict), Resolved (what is referred to is there), Programmed (in use by "
                    + "every ready pod), Ready.";
    static final String OBSERVED_GENERATION = "Generation of the resource that this was made from.";

    @JsonCreator
    public ResourceStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** An empty status. */
    public ResourceStatus() {
        this(List.of(), 0);
    }
}
