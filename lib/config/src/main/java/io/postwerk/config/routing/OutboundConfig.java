package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.config.Sorted;
import io.postwerk.mail.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where mail for other people's domains goes, unless the domain of its sender has a route of its own.
 *
 * @param nextHop server that takes all for which there is no route; without one such mail is refused; default is none
 * @param routes other servers for some domains; no domain is in two of them; default is none
 */
public record OutboundConfig(
        Optional<NextHop> nextHop, @Bounds(max = 64) List<Route> routes) {
    /** No next hop and no routes: mail for other domains is refused. */
    public static final OutboundConfig NONE = new OutboundConfig(Optional.empty(), List.of());

    public OutboundConfig {
        routes = List.copyOf(routes);
    }

    /**
     * The route of mail for some domains that are not ours. Of all routes the most specific name decides: the domain itself before every
     * domain below one, and of the latter the longest.
     *
     * @param domains domains that it is for, sorted
     * @param below domains of which it is for every one below, sorted
     * @param nextHop server that takes the mail
     */
    public record Route(
            @Bounds(max = 64) List<DomainName> domains,
            @Bounds(max = 64) List<DomainName> below,
            NextHop nextHop) {

        public Route {
            domains = List.copyOf(domains);
            below = List.copyOf(below);
            Sorted.require(domains, Function.identity());
            Sorted.require(below, Function.identity());
        }
    }
}
