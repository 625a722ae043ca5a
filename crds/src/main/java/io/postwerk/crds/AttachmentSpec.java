package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Which namespaces may claim which domains. */
@SpecRecord
public record AttachmentSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the entry.")
        String name,

        @Default("{\"from\": \"Same\"}") @JsonPropertyDescription("The namespaces.")
        NamespaceSelection namespaces,

        @Required
        @Size(min = 1, max = 256)
        @SetList
        @JsonPropertyDescription(
                "The domains: example.org, *.example.org for every domain below it, or * for every one.")
        List<@Size(min = 1, max = 255) @Pattern(Patterns.DOMAIN_PATTERN) String> domains) {}
