package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.config.Sorted;
import io.postwerk.mail.DomainName;
import java.util.List;
import java.util.function.Function;

/**
 * The way of mail for some domains that are not ours. Of all routes the most specific name decides: the domain itself before every
 * domain below one, and of the latter the longest.
 *
 * @param domains domains that it is for, sorted
 * @param below domains of which it is for every one below, sorted
 * @param nextHop server that takes the mail
 */
public record OutboundRoute(
        @Bounds(max = 64) List<DomainName> domains,
        @Bounds(max = 64) List<DomainName> below,
        NextHop nextHop) {

    public OutboundRoute {
        domains = List.copyOf(domains);
        below = List.copyOf(below);
        Sorted.require(domains, Function.identity());
        Sorted.require(below, Function.identity());
    }
}
