package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** An address that stands for others. */
@SpecRecord
public record AliasSpec(
        @Required @Size(min = 3, max = 254) @JsonPropertyDescription("The address, in the domain of the MailDomain.")
        String address,

        @Required
        @Size(min = 1, max = 100)
        @SetList
        @JsonPropertyDescription("Addresses that it stands for, here or elsewhere.")
        List<@Size(min = 3, max = 254) String> to) {}
