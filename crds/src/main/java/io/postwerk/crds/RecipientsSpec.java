package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which recipients of relay domains are taken. */
@SpecRecord
@ValidationRule(
        value = "(self.policy == 'Listed') == (has(self.addresses) && size(self.addresses) > 0)",
        message = Rules.RECIPIENTS_LISTED)
public record RecipientsSpec(
        @Required @JsonPropertyDescription("Any recipient, or those in addresses.")
        Policy policy,

        @Size(max = 5000)
        @SetList
        @JsonPropertyDescription("The recipients, for policy: Listed. Postfix: relay_recipient_maps.")
        List<@Size(min = 3, max = 254) String> addresses) {
    /** Which recipients are taken. */
    public enum Policy {
        /** Every one: the other server decides, and what it refuses bounces. */
        @JsonProperty("Any")
        ANY,
        /** Those in addresses, and postmaster. */
        @JsonProperty("Listed")
        LISTED
    }
}
