package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * Where mail for other people's domains goes, unless the domain of its sender has a way of its own.
 *
 * @param nextHop server that takes all for which there is no route; without one such mail is refused; default is none
 * @param routes other servers for some domains; no domain is in two of them; default is none
 */
public record OutboundConfig(
        Optional<NextHop> nextHop, @Bounds(max = 64) List<OutboundRoute> routes) {
    /** No way out. */
    public static final OutboundConfig NONE = new OutboundConfig(Optional.empty(), List.of());

    public OutboundConfig {
        routes = List.copyOf(routes);
    }
}
