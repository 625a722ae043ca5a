package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where mail goes for addresses that are neither user nor alias. */
@SpecRecord
public record CatchAllSpec(
        @Required
        @Size(min = 1, max = 100)
        @SetList
        @JsonPropertyDescription("Addresses that get it, here or elsewhere.")
        List<@Size(min = 3, max = 254) String> to) {}
