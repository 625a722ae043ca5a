package io.postwerk.plan.routing;

import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.crds.RelaySpec;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.domain.AllowedNextHops;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Claims;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The Relays through which mail of a sender's domain leaves. A Relay can only have domains of MailDomains in its own namespace. */
public final class Senders {
    private final Domains domains;
    private final AllowedNextHops nextHops;
    private final Findings findings;
    /** The Relay that has each domain's senders; without content where it does not fit its schema. */
    private final Claims<DomainName, Optional<RelaySpec>> claims = new Claims<>();

    public Senders(Domains domains, AllowedNextHops nextHops, Findings findings) {
        this.domains = domains;
        this.nextHops = nextHops;
        this.findings = findings;
        domains.relays()
                .forEach((owner, spec) ->
                        spec.outbound().ifPresent(outbound -> claim(owner, Optional.of(spec), outbound.senders())));
        domains.brokenRelays().forEach((owner, senders) -> claim(owner, Optional.empty(), senders));
        claims.decide(findings);
    }

    private void claim(Claimant owner, Optional<RelaySpec> spec, List<String> senders) {
        for (int i = 0; i < senders.size(); i++) {
            claim(owner, spec, "spec.outbound.senders[" + i + "]", senders.get(i));
        }
    }

    private void claim(Claimant owner, Optional<RelaySpec> spec, String field, String text) {
        Addresses.parseDomain(findings, owner, field, text).ifPresent(name -> {
            boolean own = domains.mailDomain(name)
                    .filter(mail -> mail.owner().namespace().equals(owner.namespace()))
                    .isPresent();
            if (own) {
                claims.add(name, owner, field, spec);
            } else {
                findings.error(
                        owner,
                        field,
                        Reason.SENDER_NOT_OWNED,
                        "no MailDomain in namespace " + owner.namespace() + " has '" + name + "'",
                        "remove it, or add the MailDomain; until then mail of its senders goes another way");
            }
        });
    }

    /** The Relays that take the mail of any sender. */
    public Set<Claimant> relays() {
        return claims.winners().values().stream().map(Claims.Claim::owner).collect(Collectors.toSet());
    }

    /** The Relay that takes the mail from the domain, as its resource has it. */
    Optional<RelaySpec> relay(DomainName domain) {
        return claims.winner(domain).flatMap(Claims.Claim::value);
    }

    /** The route of mail from the domain, if it has one of its own. */
    Optional<SenderRoute> of(DomainName domain, NextHopLogins logins) {
        return claims.winner(domain).map(claim -> route(claim.owner(), claim.value(), logins));
    }

    private SenderRoute route(Claimant owner, Optional<RelaySpec> spec, NextHopLogins logins) {
        if (spec.isEmpty() || !findings.isValid(owner)) {
            return new SenderRoute.Unavailable(owner.title() + " is invalid");
        }
        String login = NextHopLogins.ofRelay(owner.key());
        if (!logins.has(spec.get().nextHop(), login)) {
            return new SenderRoute.Unavailable(owner.title() + " lacks its Secret");
        }
        return new SenderRoute.Via(NextHops.nextHop(
                spec.get().nextHop(),
                login,
                nextHops.publicOr(owner.namespace(), spec.get().nextHop())));
    }
}
