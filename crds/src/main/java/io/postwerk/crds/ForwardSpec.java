package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where mail for a user goes besides or instead of the mailbox. */
@SpecRecord
public record ForwardSpec(
        @Required
        @Size(min = 1, max = 100)
        @SetList
        @JsonPropertyDescription("Addresses that get it, here or elsewhere.")
        List<@Size(min = 3, max = 254) String> to,

        @Default("Keep") @JsonPropertyDescription("Whether the mailbox gets it too.")
        LocalCopy localCopy) {
    /** Whether the mailbox of a user who forwards gets the mail too. */
    public enum LocalCopy {
        /** It does. */
        @JsonProperty("Keep")
        KEEP,
        /** It does not. */
        @JsonProperty("Drop")
        DROP
    }
}
