package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** Where mail for other people's domains goes. */
@SpecRecord
public record OutboundSpec(
        @JsonPropertyDescription(
                "Server that takes all of it, but for what a route or a Relay's outbound takes. Without one such mail is refused. Postfix: relayhost.")
        Optional<NextHopSpec> nextHop,

        @Size(max = 64)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription("Other servers for some domains. Postfix: transport_maps.")
        List<Route> routes,

        @Size(min = 1, max = 16)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription(
                "Servers that Relays of other namespaces may pass mail on to, so that no tenant can make the "
                        + "server connect to hosts which the tenant cannot reach. Default: every server with a public address. Relays in "
                        + "the namespace of the MailServer may use any server.")
        List<AllowedNextHop> allowedNextHops) {

    /** The next hop of mail for some remote domains. */
    @SpecRecord
    public record Route(
            @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the route.")
            String name,

            @Required
            @Size(min = 1, max = 64)
            @SpecRecord.SetList
            @JsonPropertyDescription(
                    "The domains: example.org, or *.example.org for every domain below it. Of several that fit the "
                            + "most specific is taken.")
            List<@Size(min = 1, max = 255) @Pattern(Patterns.ROUTE_DOMAIN) String> domains,

            @Required
            @JsonPropertyDescription("Server that mail for these domains is passed on to. Postfix: transport_maps.")
            NextHopSpec nextHop) {}

    /** Servers that Relays may pass mail on to. */
    @SpecRecord
    public record AllowedNextHop(
            @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the entry.")
            String name,

            @Required
            @Size(min = 1, max = 64)
            @SpecRecord.SetList
            @ValidationRule(
                    value = "self.all(h, isIP(h) || (isCIDR(h) && cidr(h) == cidr(h).masked()) || h.matches(r'"
                            + Patterns.HOST_PATTERN + "'))",
                    message = Rules.ALLOWED_HOSTS)
            @JsonPropertyDescription(
                    "The servers: mail.example.org, *.example.org for every name below it, an IP address, a network in "
                            + "CIDR notation, or * for every name that is not the cluster's and every public address. A private address is "
                            + "reached only where its name, its address or its network stands here.")
            List<@Size(min = 1, max = 255) String> hosts,

            @Size(max = 16) @SpecRecord.SetList @JsonPropertyDescription("Their ports. Default: any.")
            List<@Min(1) @Max(65535) Integer> ports) {}
}
