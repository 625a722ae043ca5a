package io.postwerk.smtpserver.routing;

import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one address over aliases, forwards, catch-alls and postmasters to the targets behind it (RFC 5321 3.9.1). Each
 * address is followed once, so a loop ends by itself. What counts is the set of targets that can be reached: a loop is a
 * fault only if it leads to no target. If any target is a fault the whole address is: mail that reached a part of
 * the targets could not be tried again without reaching them twice.
 *
 * <p>An instance resolves one address.
 */
final class AliasExpansion {
    /** Most addresses that one recipient may lead to, on the way and at the end; Postfix's limit is the same. */
    static final int MAX_ADDRESSES = 1000;

    /** Longest chain of aliases. */
    static final int MAX_DEPTH = 20;

    private static final String SERVICE = "smtp";

    /** An address to follow, and how many steps led to it. */
    private record Step(EmailAddress address, int depth) {}

    private final RoutingTable table;
    private final UserDirectory users;
    private final boolean mayRelay;
    private final Optional<DomainName> submitter;

    private final ArrayDeque<Step> pending = new ArrayDeque<>();
    private final Set<EmailAddress> seen = new HashSet<>();
    private final Set<Target> targets = new LinkedHashSet<>();
    private Optional<Resolution.Refused> fault = Optional.empty();

    /**
     * @param mayRelay whether the sender may send to other people's domains
     * @param submitter domain of the sender's address, if that is known to be the sender's own
     */
    AliasExpansion(RoutingTable table, UserDirectory users, boolean mayRelay, Optional<DomainName> submitter) {
        this.table = table;
        this.users = users;
        this.mayRelay = mayRelay;
        this.submitter = submitter;
    }

    /** RFC 5321 4.5.1: in any case. */
    static boolean isPostmaster(EmailAddress address) {
        return address.localPart().equalsIgnoreCase("postmaster");
    }

    /** The targets of an address that a client gave. */
    Resolution resolve(EmailAddress address) {
        return run(new Step(address, 0));
    }

    /** The targets of an address that stands in the configuration. */
    Resolution resolveTarget(EmailAddress address) {
        return run(new Step(address, 1));
    }

    private Resolution run(Step first) {
        push(first);
        while (!pending.isEmpty()) {
            follow(pending.poll());
            if (fault.isPresent() && fault.get() instanceof Resolution.Unavailable) {
                return fault.get();
            }
        }
        if (fault.isPresent()) {
            return fault.get();
        }
        if (targets.isEmpty()) {
            return new Resolution.Misconfigured(first.address() + " leads round in a circle");
        }
        return new Resolution.Accepted(List.copyOf(targets));
    }

    private void push(Step step) {
        if (step.depth() > MAX_DEPTH) {
            fail(new Resolution.Misconfigured(step.address() + " stands behind more than " + MAX_DEPTH + " aliases"));
        } else if (seen.size() >= MAX_ADDRESSES) {
            fail(new Resolution.Misconfigured("an address leads to more than " + MAX_ADDRESSES));
            pending.clear();
        } else if (seen.add(step.address())) {
            pending.add(step);
        }
    }

    private void pushAll(List<EmailAddress> addresses, Step from) {
        addresses.forEach(address -> push(new Step(address, from.depth() + 1)));
    }

    /** The first fault is kept, except that a temporary one replaces it. */
    private void fail(Resolution.Refused refused) {
        if (fault.isEmpty() || refused instanceof Resolution.Unavailable) {
            fault = Optional.of(refused);
        }
    }

    private void follow(Step step) {
        Optional<RoutedDomain> domain = table.domain(step.address().domain());
        if (domain.isEmpty()) {
            remote(step);
            return;
        }
        switch (domain.get().kind()) {
            case DomainKind.Unavailable(String reason) -> fail(new Resolution.Unavailable(reason));
            case DomainKind.Local(var usersFrom) ->
                local(step, domain.get(), new EmailAddress(step.address().localPart(), usersFrom));
            case DomainKind.Mailbox() -> aliases(step, domain.get(), () -> mailbox(step, domain.get()));
            case DomainKind.Alias() -> aliases(step, domain.get(), () -> unknown(step, domain.get()));
            case DomainKind.Relay relay -> aliases(step, domain.get(), () -> relay(step, relay));
        }
    }

    private void remote(Step step) {
        Optional<SenderRoute> own = submitter.flatMap(table::senders);
        if (own.isPresent() && own.get() instanceof SenderRoute.Unavailable(String reason)) {
            fail(new Resolution.Unavailable(reason));
        } else if (own.isPresent() || table.outbound(step.address().domain()).isPresent()) {
            targets.add(Target.remote(step.address(), submitter.isPresent()));
        } else if (step.depth() == 0) {
            fail(new Resolution.NoRoute(step.address().domain()));
        } else {
            fail(new Resolution.NoRouteForForward(step.address().domain()));
        }
    }

    /** A local name of a domain: the same address there. This is no alias, so an unknown address stays unknown. */
    private void local(Step step, RoutedDomain domain, EmailAddress same) {
        if (isPostmaster(step.address()) && domain.postmaster().isPresent()) {
            push(new Step(domain.postmaster().get(), step.depth() + 1));
            return;
        }
        boolean mailbox = table.domain(same.domain())
                .filter(other ->
                        other.kind() instanceof DomainKind.Mailbox || other.kind() instanceof DomainKind.Unavailable)
                .isPresent();
        if (mailbox) {
            push(new Step(same, step.depth()));
        } else {
            fail(new Resolution.Unavailable(
                    domain.name() + " has its users from " + same.domain() + ", which is no domain with mailboxes"));
        }
    }

    private void aliases(Step step, RoutedDomain domain, Runnable otherwise) {
        Optional<Expansion> expansion = table.aliases(step.address());
        if (expansion.isPresent()) {
            switch (expansion.get()) {
                case Expansion.Unavailable(String reason) -> fail(new Resolution.Unavailable(reason));
                case Expansion.Targets(List<EmailAddress> addresses, boolean keepLocalCopy) -> {
                    if (keepLocalCopy) {
                        // A forward exists only for a user: if the user is missing, the configuration is wrong.
                        mailbox(new Step(step.address(), step.depth() + 1), domain);
                    }
                    pushAll(addresses, step);
                }
            }
        } else if (isPostmaster(step.address()) && !(domain.kind() instanceof DomainKind.Relay)) {
            postmaster(step, domain, otherwise);
        } else {
            otherwise.run();
        }
    }

    private void postmaster(Step step, RoutedDomain domain, Runnable otherwise) {
        if (domain.postmaster().isEmpty()) {
            fail(new Resolution.Unavailable(domain.name() + " has no postmaster yet"));
        } else if (domain.postmaster().get().equals(step.address())) {
            otherwise.run();
        } else {
            push(new Step(domain.postmaster().get(), step.depth() + 1));
        }
    }

    private void mailbox(Step step, RoutedDomain domain) {
        switch (users.lookup(step.address(), SERVICE, table.sequence())) {
            // A disabled user may not log in, and still receives.
            case UserLookup.Found(User user) -> targets.add(Target.mailbox(user.address(), user.mailboxId()));
            case UserLookup.Unknown() -> unknown(step, domain);
            case UserLookup.Unavailable(String reason) -> fail(new Resolution.Unavailable(reason));
        }
    }

    private void unknown(Step step, RoutedDomain domain) {
        if (!domain.catchAll().isEmpty()) {
            pushAll(domain.catchAll(), step);
        } else if (domain.incomplete().isPresent()) {
            fail(new Resolution.Unavailable(domain.incomplete().get()));
        } else if (step.depth() == 0) {
            fail(new Resolution.UnknownMailbox(step.address()));
        } else {
            // The alias exists, so a mistake in its targets must not make mail to it bounce.
            fail(new Resolution.Misconfigured("alias target " + step.address() + " does not exist"));
        }
    }

    private void relay(Step step, DomainKind.Relay relay) {
        switch (relay.recipients()) {
            case DomainKind.RelayRecipients.Listed(List<EmailAddress> addresses) -> {
                if (isPostmaster(step.address()) || addresses.contains(step.address())) {
                    targets.add(Target.relayed(step.address()));
                } else if (step.depth() == 0) {
                    fail(new Resolution.UnknownMailbox(step.address()));
                } else {
                    fail(new Resolution.Misconfigured("alias target " + step.address() + " is not listed"));
                }
            }
            case DomainKind.RelayRecipients.Any() -> {
                if (!mayRelay
                        && step.depth() == 0
                        && routesOnward(step.address().localPart())) {
                    fail(new Resolution.RelayDenied());
                } else {
                    targets.add(Target.relayed(step.address()));
                }
            }
        }
    }

    /** A local part that an old next hop may take for a route: {@code user%domain}, {@code domain!user}. */
    private static boolean routesOnward(String localPart) {
        return localPart.chars().anyMatch(c -> c == '%' || c == '!' || c == '@');
    }
}
