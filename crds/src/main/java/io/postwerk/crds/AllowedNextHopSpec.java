package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Servers that Relays may pass mail on to. */
@SpecRecord
public record AllowedNextHopSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the entry.")
        String name,

        @Required
        @Size(min = 1, max = 64)
        @SetList
        @ValidationRule(
                value = "self.all(h, isIP(h) || (isCIDR(h) && cidr(h) == cidr(h).masked()) || h.matches(r'"
                        + Patterns.HOST_PATTERN + "'))",
                message = Rules.ALLOWED_HOSTS)
        @JsonPropertyDescription(
                "The servers: mail.example.org, *.example.org for every name below it, an IP address, a network in "
                        + "CIDR notation, or * for every name that is not the cluster's and every public address. A private address is "
                        + "reached only where its name, its address or its network stands here.")
        List<@Size(min = 1, max = 255) String> hosts,

        @Size(max = 16) @SetList @JsonPropertyDescription("Their ports. Default: any.")
        List<@Min(1) @Max(65535) Integer> ports) {}
