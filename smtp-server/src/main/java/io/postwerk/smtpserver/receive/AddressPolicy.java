package io.postwerk.smtpserver.receive;

import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtpserver.routing.RecipientResolver;
import io.postwerk.smtpserver.routing.Resolution;
import io.postwerk.smtpserver.routing.RoutingRules;
import io.postwerk.smtpserver.routing.SenderOwnership;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides about the addresses of a transaction, by the configuration that is in force at that moment. */
public final class AddressPolicy {
    private final Supplier<Optional<RoutingTable>> routing;
    private final RoutingRules rules;
    private final RecipientResolver resolver;
    private final SenderOwnership ownership;

    /** @param routing in force now; empty before the first complete configuration */
    public AddressPolicy(Supplier<Optional<RoutingTable>> routing, RoutingRules rules, UserDirectory users) {
        this.routing = routing;
        this.rules = rules;
        this.resolver = new RecipientResolver(rules, users);
        this.ownership = new SenderOwnership(users);
    }

    /** Whether the user may send from this address. */
    SenderOwnership.Answer sender(User user, EmailAddress sender) {
        return ownership.check(routing.get(), user, sender);
    }

    /** Whether a stranger, neither logged in nor trusted, uses an address of a domain whose mailboxes or aliases are here. */
    boolean isOwnFromOutside(SessionFacts session, EmailAddress sender) {
        return !rules.standing(session.client().address(), session.user().isPresent(), Optional.of(sender))
                        .mayUseOwn()
                && routing.get()
                        .flatMap(table -> table.domain(sender.domain()))
                        .map(domain -> switch (domain.kind()) {
                            case DomainKind.Mailbox(), DomainKind.Alias() -> true;
                            case DomainKind.Local _ -> true;
                            case DomainKind.Relay _, DomainKind.Unavailable _ -> false;
                        })
                        .orElse(false);
    }

    /** Where mail of this session and sender for that path goes. */
    Resolution recipient(SessionFacts session, Optional<EmailAddress> reversePath, ForwardPath path) {
        return resolver.resolve(
                routing.get(),
                rules.standing(session.client().address(), session.user().isPresent(), reversePath),
                path);
    }
}
