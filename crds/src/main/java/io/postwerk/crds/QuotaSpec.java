package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** How much a mailbox may hold. */
@SpecRecord
public record QuotaSpec(
        @Size(min = 1, max = 16)
        @Pattern(Patterns.QUANTITY)
        @JsonPropertyDescription("Most octets, as a quantity such as 5Gi.")
        Optional<String> storage,

        @Min(1) @Max(1000000000) @JsonPropertyDescription("Most messages.")
        Optional<Long> messages) {}
