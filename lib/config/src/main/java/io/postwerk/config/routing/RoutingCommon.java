package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Sorted;
import io.postwerk.mail.EmailAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code routing.json}: what smtp-server reloads live and belongs to no bucket.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param postmaster where mail for {@code <postmaster>} without a domain and for {@code postmaster} at the server's hostname
 *     goes (RFC 5321 4.5.1); default is the postmaster of the oldest domain with users, one in the MailServer's namespace
 *     before those of tenants. Absent where there is none: 451
 * @param draining hosts (pods) that take no new mail and deliver their queue before they are removed; sorted. A
 *     program finds its own name in the environment variable {@code HOSTNAME}
 * @param outbound where mail for other people's domains goes
 */
public record RoutingCommon(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        Optional<EmailAddress> postmaster,
        @Bounds(max = 1000, length = 253) List<String> draining,
        OutboundConfig outbound) {

    public RoutingCommon {
        draining = List.copyOf(draining);
        Sorted.require(draining, Function.identity());
    }
}
