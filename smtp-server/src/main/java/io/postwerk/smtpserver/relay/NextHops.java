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
 * specific route, or the one for everything. Mail that was taken for a Relay never goes another way: the Relay's server is where its
 * owner wants it, and its domain's own mail exchangers may lead back to us.
 */
public final class NextHops {
    /** The way as things are now. */
    public sealed interface Way {
        /** To that server. */
        record To(NextHop hop) implements Way {}

        /** Nowhere at the moment. */
        record Wait(String why) implements Way {}
    }

    private final Supplier<Optional<RoutingTable>> routing;

    public NextHops(Supplier<Optional<RoutingTable>> routing) {
        this.routing = routing;
    }

    /** The way of a mail to one of its recipients. */
    public Way of(QueuedMail mail, QueuedRecipient recipient) {
        return routing.get()
                .map(table -> of(table, mail, recipient))
                .orElseGet(() -> new Way.Wait("there is no configuration yet"));
    }

    private static Way of(RoutingTable table, QueuedMail mail, QueuedRecipient recipient) {
        Optional<DomainKind> kind = table.domain(recipient.address().domain()).map(RoutedDomain::kind);
        if (kind.isPresent() && kind.get() instanceof DomainKind.Relay relay) {
            return new Way.To(relay.nextHop());
        }
        if (kind.isPresent() && kind.get() instanceof DomainKind.Unavailable(String reason)) {
            return new Way.Wait(reason);
        }
        return switch (recipient.destination()) {
            case RELAY -> new Way.Wait("no Relay has the domain any more");
            case MAILBOX, REMOTE -> outbound(table, recipient);
            case SUBMITTED ->
                mail.reversePath()
                        .map(EmailAddress::domain)
                        .flatMap(table::senders)
                        .map(NextHops::of)
                        .orElseGet(() -> outbound(table, recipient));
        };
    }

    private static Way of(SenderRoute route) {
        return switch (route) {
            case SenderRoute.Via(NextHop hop) -> new Way.To(hop);
            case SenderRoute.Unavailable(String reason) -> new Way.Wait(reason);
        };
    }

    private static Way outbound(RoutingTable table, QueuedRecipient recipient) {
        return table.outbound(recipient.address().domain())
                .<Way>map(Way.To::new)
                .orElseGet(() -> new Way.Wait(""));
    }

    /** The login that a next hop names. */
    public Optional<SmtpCredentials.Login> login(String name) {
        return routing.get().flatMap(table -> table.login(name));
    }
}
