package io.postwerk.plan.routing;

import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.OutboundSpec;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The platform's routes to remote domains. */
public final class Outbound {
    private final ObjectKey server;
    private final Claimant owner;
    private final OutboundSpec spec;
    private final Findings findings;
    private final Map<String, String> taken = new HashMap<>();

    public Outbound(ObjectKey server, Claimant owner, OutboundSpec spec, Findings findings) {
        this.server = server;
        this.owner = owner;
        this.spec = spec;
        this.findings = findings;
    }

    /** Takes the logins of all next hops. */
    public void addLogins(NextHopLogins logins) {
        spec.nextHop()
                .ifPresent(hop -> logins.add(owner, "spec.outbound.nextHop", hop, NextHopLogins.ofServer(server)));
        for (int i = 0; i < spec.routes().size(); i++) {
            OutboundSpec.Route route = spec.routes().get(i);
            String field = "spec.outbound.routes[" + i + "].nextHop";
            logins.add(owner, field, route.nextHop(), NextHopLogins.ofRoute(server, route.name()));
        }
    }

    public OutboundConfig config() {
        List<OutboundConfig.Route> routes = new ArrayList<>();
        for (int i = 0; i < spec.routes().size(); i++) {
            routes.add(route("spec.outbound.routes[" + i + "]", spec.routes().get(i)));
        }
        return new OutboundConfig(
                spec.nextHop().map(hop -> NextHops.nextHop(hop, NextHopLogins.ofServer(server))), routes);
    }

    private OutboundConfig.Route route(String field, OutboundSpec.Route route) {
        SortedSet<DomainName> domains = new TreeSet<>();
        SortedSet<DomainName> below = new TreeSet<>();
        for (int i = 0; i < route.domains().size(); i++) {
            String pattern = route.domains().get(i);
            String inner = field + ".domains[" + i + "]";
            boolean isBelow = pattern.startsWith("*.");
            Addresses.parseDomain(findings, owner, inner, isBelow ? pattern.substring(2) : pattern)
                    .filter(name -> isFree(inner, (isBelow ? "*." : "") + name, route.name()))
                    .ifPresent((isBelow ? below : domains)::add);
        }
        return new OutboundConfig.Route(
                List.copyOf(domains),
                List.copyOf(below),
                NextHops.nextHop(route.nextHop(), NextHopLogins.ofRoute(server, route.name())));
    }

    private boolean isFree(String field, String pattern, String route) {
        String before = taken.putIfAbsent(pattern, route);
        if (before != null) {
            findings.error(
                    owner,
                    field,
                    Reason.INVALID,
                    "'" + pattern + "' is in route " + before + " already, which is taken",
                    "remove one of the two");
        }
        return before == null;
    }
}
