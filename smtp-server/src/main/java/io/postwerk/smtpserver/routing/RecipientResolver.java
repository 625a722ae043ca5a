package io.postwerk.smtpserver.routing;

import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtpserver.routing.RoutingRules.Standing;
import java.util.Optional;

/**
 * Decides at RCPT what becomes of a recipient, in this order: the configured restrictions, the class of its address
 * (local, mailbox, alias, relay or remote), its aliases, and the existence of every mailbox behind them. It has no
 * state; only lookups in the user directory may block.
 */
public final class RecipientResolver {
    private final RoutingRules rules;
    private final UserDirectory users;

    public RecipientResolver(RoutingRules rules, UserDirectory users) {
        this.rules = rules;
        this.users = users;
    }

    /**
     * @param routing what is in force now; empty before the first complete configuration
     * @param standing who asks
     */
    public Resolution resolve(Optional<RoutingTable> routing, Standing standing, ForwardPath path) {
        if (routing.isEmpty()) {
            return new Resolution.NotConfigured();
        }
        RoutingTable table = routing.get();
        return switch (path) {
            case ForwardPath.Postmaster() -> postmaster(table);
            case ForwardPath.Mailbox(EmailAddress address) -> resolve(table, standing, address);
        };
    }

    /** Where our own mail, such as a report, goes. The restrictions do not apply to it. */
    public Resolution resolveOwn(Optional<RoutingTable> routing, EmailAddress address) {
        return routing.<Resolution>map(table -> isOwnPostmaster(table, address)
                        ? postmaster(table)
                        : new AliasExpansion(table, users, true, Optional.empty()).resolve(address))
                .orElse(new Resolution.NotConfigured());
    }

    private Resolution resolve(RoutingTable table, Standing standing, EmailAddress address) {
        if (isOwnPostmaster(table, address)) {
            return postmaster(table);
        }
        boolean ours = table.domain(address.domain()).isPresent();
        if (!permitted(standing, ours)) {
            return new Resolution.RelayDenied();
        }
        return new AliasExpansion(table, users, mayRelay(standing), standing.submitter()).resolve(address);
    }

    /** RFC 5321 4.5.1: {@code <postmaster>}, and postmaster at the name by which the server calls itself. */
    private Resolution postmaster(RoutingTable table) {
        return table.postmaster()
                .map(address -> new AliasExpansion(table, users, false, Optional.empty()).resolveTarget(address))
                .orElse(new Resolution.Unavailable("there is no postmaster yet"));
    }

    private boolean isOwnPostmaster(RoutingTable table, EmailAddress address) {
        Optional<DomainName> hostname = rules.hostname();
        return hostname.filter(address.domain()::equals).isPresent()
                && AliasExpansion.isPostmaster(address)
                && table.domain(address.domain()).isEmpty();
    }

    private boolean permitted(Standing standing, boolean ours) {
        for (RecipientRestriction restriction : rules.restrictions()) {
            switch (restriction) {
                case PERMIT_TRUSTED_NETWORKS -> {
                    if (standing.trusted()) {
                        return true;
                    }
                }
                case PERMIT_AUTHENTICATED -> {
                    if (standing.authenticated()) {
                        return true;
                    }
                }
                case REJECT_UNAUTHORIZED_DESTINATION -> {
                    return ours;
                }
            }
        }
        // A list that does not end with the reject is not valid, and permits nothing.
        return ours;
    }

    private boolean mayRelay(Standing standing) {
        return permitted(standing, false);
    }
}
