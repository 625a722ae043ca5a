package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** Which namespaces are meant. */
@SpecRecord
@ValidationRule(value = "(self.from == 'Selector') == has(self.selector)", message = Rules.SELECTOR_WITH_FROM)
public record NamespaceSelection(
        @Default("Same") @JsonPropertyDescription("How the namespaces are chosen.")
        From from,

        @JsonPropertyDescription("Labels of the namespaces, for from: Selector.")
        Optional<LabelSelector> selector) {
    /** The namespace of the resource itself: the default. */
    public static final NamespaceSelection SAME = new NamespaceSelection(From.SAME, Optional.empty());

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
}
