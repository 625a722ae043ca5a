package io.postwerk.config.routing;

import io.postwerk.mail.DomainName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the next hop of a domain that is not ours. */
public final class OutboundRoutes {
    private final Optional<NextHop> otherwise;
    private final Map<String, NextHop> exact = new HashMap<>();
    private final Map<String, NextHop> below = new HashMap<>();

    /** @throws IllegalArgumentException if there are two routes for a domain */
    public OutboundRoutes(OutboundConfig config) {
        this.otherwise = config.nextHop();
        for (OutboundConfig.Route route : config.routes()) {
            route.domains().forEach(domain -> put(exact, domain, route));
            route.below().forEach(domain -> put(below, domain, route));
        }
    }

    private static void put(Map<String, NextHop> hops, DomainName domain, OutboundConfig.Route route) {
        if (hops.putIfAbsent(domain.ascii(), route.nextHop()) != null) {
            throw new IllegalArgumentException("there are two routes for '" + domain + "'");
        }
    }

    /** The next hop of the most specific route; without a route, the default next hop. */
    public Optional<NextHop> of(DomainName domain) {
        String name = domain.ascii();
        NextHop hop = exact.get(name);
        for (int dot = name.indexOf('.'); hop == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            hop = below.get(name.substring(dot + 1));
        }
        return Optional.ofNullable(hop).or(() -> otherwise);
    }
}
