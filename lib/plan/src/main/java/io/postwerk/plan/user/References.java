package io.postwerk.plan.user;

import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.OutboundRoutes;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Claims;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks the targets of aliases and forwards: whether they exist, and whether they form a loop. Problems are reported; the targets are rendered all the same. */
public final class References {
    private final Domains domains;
    private final AddressBook book;
    private final Map<DomainName, DomainName> locals;
    private final OutboundRoutes outbound;
    private final Findings findings;

    /**
     * Checks nothing before {@link #check}.
     *
     * @param locals local domains, and the domain whose addresses they have
     * @param outbound routes to remote domains
     */
    public References(
            Domains domains,
            AddressBook book,
            Map<DomainName, DomainName> locals,
            OutboundRoutes outbound,
            Findings findings) {
        this.domains = domains;
        this.book = book;
        this.locals = locals;
        this.outbound = outbound;
        this.findings = findings;
    }

    public void check() {
        book.claims()
                .winners()
                .forEach((address, claim) -> targets(claim.value())
                        .ifPresent(targets -> targets.addresses()
                                .forEach(target -> check(claim.owner(), listOf(claim), target, true))));
        for (DomainClaim.Mail mail : domains.accepted()) {
            mail.spec()
                    .flatMap(MailDomainSpec::postmaster)
                    .flatMap(EmailAddress::tryParse)
                    .ifPresent(target -> check(mail.owner(), "spec.postmaster", target, true));
            mail.spec()
                    .flatMap(MailDomainSpec::catchAll)
                    .ifPresent(catchAll -> catchAll.to()
                            .forEach(text -> EmailAddress.tryParse(text)
                                    .ifPresent(target -> check(
                                            mail.owner(),
                                            "spec.catchAll.to",
                                            target,
                                            !target.domain().equals(mail.name())))));
        }
        circles();
    }

    private static String listOf(Claims.Claim<AddressClaim> claim) {
        boolean user = claim.value() instanceof AddressClaim.User;
        return user ? "spec.forward.to" : claim.field().replace(".address", ".to");
    }

    private void check(Claimant owner, String field, EmailAddress target, boolean catchAllHelps) {
        EmailAddress here = local(target);
        Optional<DomainClaim> domain = domains.claims().winner(here.domain()).map(Claims.Claim::value);
        switch (domain.orElse(null)) {
            case null -> {
                if (outbound.of(here.domain()).isEmpty()) {
                    findings.warning(
                            owner,
                            field,
                            "'" + target + "' is elsewhere, and mail for elsewhere has nowhere to go",
                            "set spec.outbound.nextHop of the MailServer, or remove the address");
                }
            }
            case DomainClaim.Mail mail -> {
                boolean caught = catchAllHelps
                        && mail.spec().flatMap(MailDomainSpec::catchAll).isPresent();
                if (book.find(here).isEmpty()
                        && !caught
                        && !Addresses.isPostmaster(here)
                        && book.incomplete(mail.name()).isEmpty()
                        && mail.spec().isPresent()) {
                    findings.warning(
                            owner, field, "'" + target + "' is neither user nor alias", "correct it, or add the user");
                }
            }
            case DomainClaim.Relayed relayed -> {}
            case DomainClaim.Local unresolved -> {}
        }
    }

    /** An address of a local domain is one of the domain whose users that has. */
    private EmailAddress local(EmailAddress address) {
        DomainName users = locals.get(address.domain());
        return users == null ? address : new EmailAddress(address.localPart(), users);
    }

    private static Optional<Expansion.Targets> targets(AddressClaim claim) {
        Optional<Expansion> expansion = switch (claim) {
            case AddressClaim.User user -> user.forward();
            case AddressClaim.Alias alias -> Optional.of(alias.expansion());
        };
        return expansion.flatMap(e -> e instanceof Expansion.Targets targets ? Optional.of(targets) : Optional.empty());
    }

    private void circles() {
        SortedMap<EmailAddress, List<EmailAddress>> steps = new TreeMap<>();
        book.claims()
                .winners()
                .forEach((address, claim) -> targets(claim.value())
                        .filter(targets -> !targets.keepLocalCopy())
                        .ifPresent(targets -> steps.put(
                                address,
                                targets.addresses().stream().map(this::local).toList())));
        for (List<EmailAddress> circle : new ForwardingLoops(steps).find()) {
            List<Claims.Claim<AddressClaim>> claims = circle.stream()
                    .flatMap(address -> book.claims().winner(address).stream())
                    .toList();
            long namespaces = claims.stream()
                    .map(claim -> claim.owner().namespace())
                    .distinct()
                    .count();
            if (namespaces > 1) {
                // A loop through another tenant's addresses is a warning, and does not show the other tenant's targets.
                claims.forEach(claim -> findings.warning(
                        claim.owner(),
                        claim.field(),
                        "mail goes in a circle, by addresses of another namespace",
                        "break it, or talk to whoever has them"));
                continue;
            }
            Claims.Claim<AddressClaim> first = claims.getFirst();
            findings.error(
                    first.owner(),
                    first.field(),
                    Reason.LOOP,
                    "mail goes in a circle: " + ForwardingLoops.shown(circle),
                    "break it somewhere");
        }
    }
}
