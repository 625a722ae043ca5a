package io.postwerk.plan.user;

import io.postwerk.crds.MailServerSpec;
import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who gets the mail for {@code postmaster} of each domain (RFC 5321 4.5.1). */
public final class Postmasters {
    private final Domains domains;
    private final AddressBook book;
    private final Findings findings;
    private final Map<DomainName, Claimant> oldestUsers = new HashMap<>();
    private final Map<DomainName, EmailAddress> oldestAddresses = new HashMap<>();
    private final Map<DomainName, EmailAddress> postmasters = new HashMap<>();

    public Postmasters(Domains domains, AddressBook book, Findings findings) {
        this.domains = domains;
        this.book = book;
        this.findings = findings;
        findOldestUsers();
        List<DomainClaim.Mail> accepted = domains.accepted();
        accepted.forEach(mail -> ownPostmaster(mail).ifPresent(address -> postmasters.put(mail.name(), address)));
        for (DomainClaim.Mail mail : accepted) {
            boolean given = mail.spec().flatMap(spec -> spec.postmaster()).isPresent();
            if (!postmasters.containsKey(mail.name()) && !given) {
                borrow(mail, accepted);
            }
        }
    }

    private void findOldestUsers() {
        book.claims().winners().forEach((address, claim) -> {
            if (claim.value() instanceof AddressClaim.User) {
                Claimant before = oldestUsers.get(address.domain());
                if (before == null || claim.owner().compareTo(before) < 0) {
                    oldestUsers.put(address.domain(), claim.owner());
                    oldestAddresses.put(address.domain(), address);
                }
            }
        });
    }

    private Optional<EmailAddress> ownPostmaster(DomainClaim.Mail mail) {
        EmailAddress itself = postmasterOf(mail.name());
        if (book.find(itself).isPresent()) {
            return Optional.of(itself);
        }
        Optional<String> given = mail.spec().flatMap(spec -> spec.postmaster());
        if (given.isPresent()) {
            return Addresses.parse(findings, mail.owner(), "spec.postmaster", given.get());
        }
        return Optional.ofNullable(oldestAddresses.get(mail.name()));
    }

    /** A domain without users has the postmaster of the oldest domain of its namespace that has some. */
    private void borrow(DomainClaim.Mail mail, List<DomainClaim.Mail> accepted) {
        Optional<EmailAddress> other = accepted.stream()
                .filter(candidate ->
                        candidate.owner().namespace().equals(mail.owner().namespace()))
                .filter(candidate -> oldestUsers.containsKey(candidate.name()))
                .findFirst()
                .flatMap(candidate -> Optional.ofNullable(postmasters.get(candidate.name())));
        other.ifPresentOrElse(
                address -> postmasters.put(mail.name(), address),
                () -> findings.warning(
                        mail.owner(),
                        "spec.postmaster",
                        "nobody gets the mail for " + postmasterOf(mail.name()),
                        "set it, or add a user"));
    }

    public Optional<EmailAddress> of(DomainName domain) {
        return Optional.ofNullable(postmasters.get(domain));
    }

    /**
     * The postmaster of the server itself: the one given, or that of the oldest domain with users in the MailServer's own namespace.
     * Never a tenant's: whoever reads this mail can have certificates of the server's name made out (CA/Browser Forum Baseline
     * Requirements 3.2.2.4.4).
     */
    public Optional<EmailAddress> ofServer(Claimant server, MailServerSpec spec) {
        Optional<EmailAddress> found = spec.postmaster()
                .map(given -> Addresses.parse(findings, server, "spec.postmaster", given))
                .orElseGet(() -> domains.accepted().stream()
                        .filter(mail -> oldestUsers.containsKey(mail.name()))
                        .filter(mail -> mail.owner().namespace().equals(server.namespace()))
                        .sorted(Comparator.comparing(DomainClaim.Mail::owner))
                        .flatMap(mail -> of(mail.name()).stream())
                        // A domain of the platform may have users of tenants.
                        .filter(address -> isOf(server.namespace(), address))
                        .findFirst());
        if (found.isEmpty() && !domains.accepted().isEmpty()) {
            findings.warning(
                    server,
                    "spec.postmaster",
                    "nobody gets the mail for postmaster@" + spec.hostname(),
                    "set it, or add a MailDomain with a user in namespace " + server.namespace());
        }
        return found;
    }

    private boolean isOf(String namespace, EmailAddress address) {
        return book.claims()
                .winner(address)
                .filter(claim -> claim.owner().namespace().equals(namespace))
                .isPresent();
    }

    static EmailAddress postmasterOf(DomainName domain) {
        try {
            return EmailAddress.of("postmaster", domain);
        } catch (AddressException e) {
            throw new IllegalStateException("too long a domain: " + domain, e);
        }
    }
}
