package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Selects by labels; all parts must hold. Like the selector of Kubernetes, with bounds. */
@SpecRecord
public record LabelSelector(
        @Size(max = 64) @JsonPropertyDescription("Labels that must have these values.")
        Map<String, @Size(max = 63) String> matchLabels,

        @Size(max = 64) @JsonPropertyDescription("Expressions that must hold.")
        List<Requirement> matchExpressions) {

    /** One expression of a label selector. */
    @SpecRecord
    @ValidationRule(
            value = "(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)",
            message = Rules.SELECTOR_VALUES)
    public record Requirement(
            @Required @Size(min = 1, max = 317) @JsonPropertyDescription("Key of the label.")
            String key,

            @Required @JsonPropertyDescription("How the values relate to the label.")
            Operator operator,

            @Size(max = 64)
            @SpecRecord.SetList
            @JsonPropertyDescription("Values for In and NotIn; none for Exists and DoesNotExist.")
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
}
