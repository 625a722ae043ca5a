package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/** Where mail for other people's domains goes. */
@SpecRecord
public record OutboundSpec(
        @JsonPropertyDescription(
                "Server that takes all of it, but for what a route or a Relay's outbound takes. Without one such mail is refused. Postfix: relayhost.")
        Optional<NextHopSpec> nextHop,

        @Size(max = 64)
        @MapList("name")
        @JsonPropertyDescription("Other servers for some domains. Postfix: transport_maps.")
        List<RouteSpec> routes,

        @Size(min = 1, max = 16)
        @MapList("name")
        @JsonPropertyDescription(
                "Servers that Relays of other namespaces may pass mail on to, so that nobody can make the "
                        + "server knock at doors which are closed to themselves. Default: every server with a public address. Relays in "
                        + "the namespace of the MailServer may use any server.")
        List<AllowedNextHopSpec> allowedNextHops) {}
