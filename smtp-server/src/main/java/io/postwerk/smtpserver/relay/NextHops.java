package io.postwerk.smtpserver.relay;

import io.postwerk.config.Credentials;
import io.postwerk.config.DomainKind;
import io.postwerk.config.NextHop;
import io.postwerk.config.RoutingTable;
import io.postwerk.mail.DomainName;
import java.util.Optional;
import java.util.function.Supplier;

/** Which server takes mail for a domain that is not kept here: the relay's own, or the one for everything. */
public final class NextHops {
    private final Optional<NextHop> outbound;
    private final Supplier<Optional<RoutingTable>> routing;

    public NextHops(Optional<NextHop> outbound, Supplier<Optional<RoutingTable>> routing) {
        this.outbound = outbound;
        this.routing = routing;
    }

    /** The server for a domain as things are now; empty if there is none. */
    public Optional<NextHop> of(DomainName domain) {
        Optional<NextHop> relay = routing.get()
                .flatMap(table -> table.domain(domain))
                .flatMap(routed -> routed.kind() instanceof DomainKind.Relay known
                        ? Optional.of(known.nextHop())
                        : Optional.empty());
        return relay.or(() -> outbound);
    }

    /** The login that a next hop names. */
    public Optional<Credentials.Login> login(String name) {
        return routing.get().flatMap(table -> table.login(name));
    }
}
