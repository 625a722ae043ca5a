package io.postwerk.smtpserver.relay;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.EmailAddress;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which server takes mail that is not kept here: the Relay's own, the one that the sender's domain has chosen, that of the most
 * specific route, or the one for everything. Mail that was taken for a Relay never takes another route: the Relay's server is where its
 * owner wants it, and its domain's own mail exchangers may lead back to us.
 */
public final class RouteResolver {
    /** Where mail goes as the configuration is now. */
    public sealed interface Route {
        /** To that server. */
        record To(NextHop hop) implements Route {}

        /** Nowhere at the moment. */
        record None(String why) implements Route {}
    }

    private final Supplier<Optional<RoutingTable>> routing;

    public RouteResolver(Supplier<Optional<RoutingTable>> routing) {
        this.routing = routing;
    }

    /** The route of a mail to one of its recipients. */
    public Route of(QueuedMail mail, QueuedRecipient recipient) {
        return routing.get()
                .map(table -> of(table, mail, recipient))
                .orElseGet(() -> new Route.None("there is no configuration yet"));
    }

    private static Route of(RoutingTable table, QueuedMail mail, QueuedRecipient recipient) {
        Optional<DomainKind> kind = table.domain(recipient.address().domain()).map(RoutedDomain::kind);
        if (kind.isPresent() && kind.get() instanceof DomainKind.Relay relay) {
            return new Route.To(relay.nextHop());
        }
        if (kind.isPresent() && kind.get() instanceof DomainKind.Unavailable(String reason)) {
            return new Route.None(reason);
        }
        return switch (recipient.destination()) {
            case RELAY -> new Route.None("no Relay has the domain any more");
            case MAILBOX, REMOTE -> outbound(table, recipient);
            case SUBMITTED ->
                mail.reversePath()
                        .map(EmailAddress::domain)
                        .flatMap(table::senders)
                        .map(RouteResolver::of)
                        .orElseGet(() -> outbound(table, recipient));
        };
    }

    private static Route of(SenderRoute route) {
        return switch (route) {
            case SenderRoute.Via(NextHop hop) -> new Route.To(hop);
            case SenderRoute.Unavailable(String reason) -> new Route.None(reason);
        };
    }

    private static Route outbound(RoutingTable table, QueuedRecipient recipient) {
        return table.outbound(recipient.address().domain())
                .<Route>map(Route.To::new)
                .orElseGet(() -> new Route.None(""));
    }

    /** The login that a next hop names. */
    public Optional<SmtpCredentials.Login> login(String name) {
        return routing.get().flatMap(table -> table.login(name));
    }
}
