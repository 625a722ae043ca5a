package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** Which namespaces are meant. */
@FieldsOnly
@ValidationRule(value = "(self.from == 'Selector') == has(self.selector)", message = Rules.SELECTOR_WITH_FROM)
public final class NamespaceSelection {
    /** How namespaces are chosen. */
    public enum From {
        /** The namespace of the resource itself. */
        @JsonProperty("Same")
        SAME,
        /** Every namespace. */
        @JsonProperty("All")
        ALL,
        /** Namespaces by their labels. */
        @JsonProperty("Selector")
        SELECTOR
    }

    @Default("Same")
    @JsonPropertyDescription("How the namespaces are chosen.")
    private From from = From.SAME;

    @JsonPropertyDescription("Labels of the namespaces, for from: Selector.")
    private LabelSelector selector;

    /** How the namespaces are chosen. */
    public From from() {
        return from;
    }

    /** Labels of the namespaces, for from: Selector. */
    public Optional<LabelSelector> selector() {
        return Optional.ofNullable(selector);
    }
}
