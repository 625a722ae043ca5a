package io.postwerk.plan;

import io.postwerk.config.Program;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.domain.AllowedNextHops;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.removal.MailRemoval;
import io.postwerk.plan.removal.MassRemoval;
import io.postwerk.plan.removal.RemovalHold;
import io.postwerk.plan.routing.DnsRecords;
import io.postwerk.plan.routing.NextHopLogins;
import io.postwerk.plan.routing.Senders;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.server.AuthorityNeed;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.plan.server.Directories;
import io.postwerk.plan.user.AddressBook;
import io.postwerk.plan.user.AddressClaim;
import io.postwerk.plan.user.Postmasters;
import io.postwerk.plan.user.UserCredentials;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the resources of a MailServer have been resolved to. It does not change: however many plans are made of it, with whatever
 * verifiers, nothing is resolved again.
 */
public final class Resolved {
    private final Findings findings;
    private final List<VerifierNeed> verifiers;
    private final Optional<Installation> installation;

    /**
     * What there is of a MailServer that can be planned for.
     *
     * @param server the MailServer
     * @param owner the same as others see it
     * @param target where its programs will run
     * @param domains who has which domain
     * @param book who has which address
     * @param credentials what users log in with
     * @param nextHops where Relays may pass mail on to
     * @param senders which Relays take the mail of which senders
     * @param outbound routes to other people's domains
     * @param logins logins at next hops
     * @param locals local domains, and the domain whose addresses they have
     * @param postmasters who gets the mail for postmaster of each domain
     * @param postmaster who gets the server's own
     * @param directories where users come from, beside MailUsers
     * @param certificates certificates that must be in place or be ordered
     * @param clientAuthority the CAs of client certificates
     * @param removals resources that are being deleted together with their mail
     */
    record Installation(
            MailServer server,
            Claimant owner,
            DeploymentTarget target,
            Domains domains,
            AddressBook book,
            UserCredentials credentials,
            AllowedNextHops nextHops,
            Senders senders,
            OutboundConfig outbound,
            NextHopLogins logins,
            Map<DomainName, DomainName> locals,
            Postmasters postmasters,
            Optional<EmailAddress> postmaster,
            Directories directories,
            List<CertificateNeed> certificates,
            Optional<AuthorityNeed> clientAuthority,
            List<MailRemoval> removals) {
        MailServerSpec spec() {
            return server.getSpec();
        }
    }

    private Resolved(Findings findings, List<VerifierNeed> verifiers, Optional<Installation> installation) {
        this.findings = findings;
        this.verifiers = verifiers;
        this.installation = installation;
    }

    static Resolved of(Findings findings, Installation installation) {
        return new Resolved(findings, installation.credentials().needs(), Optional.of(installation));
    }

    /** Of a MailServer that is not there or not valid. */
    static Resolved unusable(Findings findings, List<VerifierNeed> verifiers) {
        return new Resolved(findings, verifiers, Optional.empty());
    }

    /** The verifiers that a plan needs. Of a MailServer that is not valid these are its users', so that none is forgotten. */
    public List<VerifierNeed> verifiers() {
        return verifiers;
    }

    /** The plan. It has no files if the MailServer is not valid. */
    public Plan plan(PlanInput input) {
        return installation.map(its -> plan(its, input)).orElseGet(() -> Plan.nothing(findings, input.before()));
    }

    private Plan plan(Installation its, PlanInput input) {
        Findings found = findings.copy();
        Map<Program, SortedMap<String, byte[]>> files = new ConfigFiles(its, input, found).render();
        Applied applied = applied(its.domains(), its.book());
        Optional<RemovalHold> hold = MassRemoval.check(input.before(), applied, its.owner(), its.server(), found);
        return new Plan(
                files,
                found.problems(),
                found.facts(),
                its.spec().paused(),
                hold,
                applied,
                its.certificates(),
                its.clientAuthority(),
                domainFacts(its.domains(), its.book(), new DnsRecords(its.spec(), its.senders())),
                its.removals());
    }

    private static SortedMap<ObjectKey, Plan.DomainFacts> domainFacts(
            Domains domains, AddressBook book, DnsRecords records) {
        Map<DomainName, Integer> users = new HashMap<>();
        book.claims().winners().forEach((address, claim) -> {
            if (claim.value() instanceof AddressClaim.User) {
                users.merge(address.domain(), 1, Integer::sum);
            }
        });
        SortedMap<ObjectKey, Plan.DomainFacts> facts = new TreeMap<>();
        for (DomainClaim.Mail mail : domains.accepted()) {
            facts.put(
                    mail.owner().key(),
                    new Plan.DomainFacts(users.getOrDefault(mail.name(), 0), records.of(mail.name())));
        }
        return facts;
    }

    private static Applied applied(Domains domains, AddressBook book) {
        Map<String, String> namespaces = new HashMap<>();
        domains.claims()
                .winners()
                .forEach((name, claim) ->
                        namespaces.put(name.ascii(), claim.owner().key().namespace()));
        book.claims().winners().forEach((address, claim) -> {
            if (claim.value() instanceof AddressClaim.User) {
                namespaces.put(address.canonical(), claim.owner().key().namespace());
            }
        });
        return new Applied(
                domains.claims().winners().keySet().stream()
                        .map(DomainName::ascii)
                        .collect(Collectors.toSet()),
                book.claims().winners().entrySet().stream()
                        .filter(entry -> entry.getValue().value() instanceof AddressClaim.User)
                        .map(entry -> entry.getKey().canonical())
                        .collect(Collectors.toSet()),
                Set.of(),
                Set.of(),
                namespaces);
    }
}
