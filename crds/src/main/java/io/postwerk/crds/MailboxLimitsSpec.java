package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What one client or session may take when mail is read. */
@SpecRecord
public record MailboxLimitsSpec(
        @Default("2000")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription("Most connections at the same time, over all listeners.")
        int connections) {}
