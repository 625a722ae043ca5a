package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How long delivery is tried. */
@SpecRecord
public record QueueSpec(
        @Default("120h")
        @Size(min = 2, max = 16)
        @Pattern(Patterns.DURATION)
        @ValidationRule(
                value = "duration(self) >= duration('1m') && duration(self) <= duration('8760h')",
                message = Rules.QUEUE_EXPIRY)
        @JsonPropertyDescription("Age at which a message that could not be delivered goes back to its sender.")
        String expiry) {}
