package io.postwerk.plan.user;

import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Claims;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has which address, and of which domains not all addresses are known. */
public final class AddressBook {
    private final Claims<EmailAddress, AddressClaim> claims = new Claims<>();
    private final Map<DomainName, String> incomplete = new HashMap<>();

    /** The addresses in their canonical form, and who has them. */
    public Claims<EmailAddress, AddressClaim> claims() {
        return claims;
    }

    /** Notes a claim to an address. */
    void add(EmailAddress address, Claimant owner, String field, AddressClaim claim) {
        claims.add(address.toCanonical(), owner, field, claim);
    }

    /** What the address is, if it is something. */
    Optional<AddressClaim> find(EmailAddress address) {
        return claims.winner(address).map(Claims.Claim::value);
    }

    /** Notes that an address of the domain could not be read: whatever is unknown there may be it. */
    public void incomplete(DomainName domain, String why) {
        incomplete.merge(domain, why, AddressBook::firstOf);
    }

    /** Of two reasons the same one, whichever was found first. */
    public static String firstOf(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Why not all addresses of the domain are known. */
    public Optional<String> incomplete(DomainName domain) {
        return Optional.ofNullable(incomplete.get(domain));
    }

    /** Takes the aliases of a MailDomain that has its domain. */
    public void addAliases(Findings findings, DomainClaim.Mail domain, MailDomainSpec spec) {
        for (int i = 0; i < spec.aliases().size(); i++) {
            addAlias(findings, domain, "spec.aliases[" + i + "]", spec.aliases().get(i));
        }
    }

    private void addAlias(Findings findings, DomainClaim.Mail domain, String field, MailDomainSpec.Alias alias) {
        Claimant owner = domain.owner();
        Optional<EmailAddress> address = Addresses.parse(findings, owner, field + ".address", alias.address());
        Optional<List<EmailAddress>> targets = Addresses.parseAll(findings, owner, field + ".to", alias.to());
        boolean within = address.filter(a -> a.domain().equals(domain.name())).isPresent();
        if (address.isPresent() && !within) {
            findings.error(
                    owner,
                    field + ".address",
                    Reason.INVALID,
                    "'" + alias.address() + "' is not an address of " + domain.name(),
                    "correct it, or move it to the MailDomain of its domain");
        }
        if (within) {
            Expansion expansion = targets.<Expansion>map(to -> new Expansion.Targets(to, false))
                    .orElseGet(() -> new Expansion.Unavailable(owner.title() + ": " + field + ".to is invalid"));
            add(address.get(), owner, field + ".address", new AddressClaim.Alias(expansion));
        } else {
            incomplete(domain.name(), owner.title() + ": " + field + ".address is invalid");
        }
    }
}
