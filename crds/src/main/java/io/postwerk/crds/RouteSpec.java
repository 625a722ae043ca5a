package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The way of mail for some domains that are not ours. */
@SpecRecord
public record RouteSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the route.")
        String name,

        @Required
        @Size(min = 1, max = 64)
        @SetList
        @JsonPropertyDescription(
                "The domains: example.org, or *.example.org for every domain below it. Of several that fit the "
                        + "most specific is taken.")
        List<@Size(min = 1, max = 255) @Pattern(Patterns.ROUTE_DOMAIN) String> domains,

        @Required
        @JsonPropertyDescription("Server that mail for these domains is passed on to. Postfix: transport_maps.")
        NextHopSpec nextHop) {}
