package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One condition, as Kubernetes' own API has them. */
public record StatusCondition(
        @Required @Size(min = 1, max = 316) @JsonPropertyDescription("Type of the condition, in CamelCase.")
        String type,

        @Required @JsonPropertyDescription("Status of the condition.")
        Status status,

        @Min(0) @JsonPropertyDescription("Generation of the resource that was looked at.")
        long observedGeneration,

        @Required
        @SpecRecord.Format("date-time")
        @Size(max = 64)
        @JsonPropertyDescription("When the status changed last.")
        String lastTransitionTime,

        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription("Reason for the status, as one word for programs.")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("Why, for people.")
        String message) {

    /** Whether something is so. */
    public enum Status {
        /** It is. */
        @JsonProperty("True")
        TRUE,
        /** It is not. */
        @JsonProperty("False")
        FALSE,
        /** Nobody knows. */
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
