package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The way of mail for some domains that are not ours. */
@FieldsOnly
public final class RouteSpec {
    @Required
    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Name of the route.")
    private String name;

    @Required
    @Size(min = 1, max = 64)
    @SetList
    @JsonPropertyDescription(
            "The domains: example.org, or *.example.org for every domain below it. Of several that fit the "
                    + "most specific is taken.")
    private List<@Size(min = 1, max = 255) @Pattern(Patterns.ROUTE_DOMAIN) String> domains = List.of();

    @Required
    @JsonPropertyDescription("Server that mail for these domains is passed on to. Postfix: transport_maps.")
    private NextHopSpec nextHop;

    /** Name of the route. */
    public String name() {
        return name;
    }

    /** The domains: example.org, or *.example.org for every domain below it. */
    public List<String> domains() {
        return List.copyOf(domains);
    }

    /** Server that mail for these domains is passed on to. */
    public NextHopSpec nextHop() {
        return nextHop;
    }
}
