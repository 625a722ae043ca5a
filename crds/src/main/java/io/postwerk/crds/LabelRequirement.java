package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** One expression of a label selector. */
@SpecRecord
@ValidationRule(
        value = "(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)",
        message = Rules.SELECTOR_VALUES)
public record LabelRequirement(
        @Required @Size(min = 1, max = 317) @JsonPropertyDescription("Key of the label.")
        String key,

        @Required @JsonPropertyDescription("How the values relate to the label.")
        Operator operator,

        @Size(max = 64) @SetList @JsonPropertyDescription("Values for In and NotIn; none for Exists and DoesNotExist.")
        List<@Size(min = 0, max = 63) String> values) {
    /** How the values of an expression relate to a label. */
    public enum Operator {
        /** The label has one of the values. */
        @JsonProperty("In")
        IN,
        /** The label has none of the values, or is not there. */
        @JsonProperty("NotIn")
        NOT_IN,
        /** The label is there. */
        @JsonProperty("Exists")
        EXISTS,
        /** The label is not there. */
        @JsonProperty("DoesNotExist")
        DOES_NOT_EXIST
    }
}
