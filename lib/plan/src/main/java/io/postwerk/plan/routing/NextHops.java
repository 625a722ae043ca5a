package io.postwerk.plan.routing;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.routing.NextHop;
import io.postwerk.crds.NextHopSpec;
import java.util.List;
import java.util.Optional;

/** Next hops of the resources as config files have them. */
final class NextHops {
    private NextHops() {}

    /** A next hop that the platform has chosen. */
    static NextHop nextHop(NextHopSpec hop, String login) {
        return nextHop(hop, login, Optional.empty());
    }

    /**
     * A next hop.
     *
     * @param publicOr networks of private addresses at which it may be; absent if it may be anywhere
     */
    static NextHop nextHop(NextHopSpec hop, String login, Optional<List<IpNetwork>> publicOr) {
        NextHop.Tls tls = switch (hop.tls()) {
            case OPPORTUNISTIC -> NextHop.Tls.OPPORTUNISTIC;
            case REQUIRED -> NextHop.Tls.REQUIRED;
            case VERIFIED -> NextHop.Tls.VERIFIED;
        };
        return new NextHop(hop.host(), hop.port(), tls, hop.credentials().map(c -> login), publicOr);
    }
}
