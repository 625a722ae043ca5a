package io.postwerk.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.config.routing.OutboundRoutes;
import io.postwerk.crds.DeletionPolicy;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Reference;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.domain.AllowedNextHops;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.domain.Namespaces;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Claims;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.removal.MailRemoval;
import io.postwerk.plan.removal.MailRemovals;
import io.postwerk.plan.routing.NextHopLogins;
import io.postwerk.plan.routing.Outbound;
import io.postwerk.plan.routing.Senders;
import io.postwerk.plan.server.AuthorityNeed;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.Directories;
import io.postwerk.plan.server.ServerChecks;
import io.postwerk.plan.server.ServingCertificates;
import io.postwerk.plan.user.AddressBook;
import io.postwerk.plan.user.Postmasters;
import io.postwerk.plan.user.References;
import io.postwerk.plan.user.UserCredentials;
import io.postwerk.plan.user.Users;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves what the resources of a MailServer come to, once for each change: who has which domain and address, where mail goes, what
 * is needed for it. From the result follow the verifiers to make and then the plan.
 */
public final class Planner {
    private final Snapshot snapshot;
    private final Manifests living;
    private final Manifests deleting;
    private final Findings findings = new Findings();

    private Planner(Snapshot snapshot) {
        this.snapshot = snapshot;
        Manifests all = snapshot.manifests();
        Map<Boolean, List<Sourced<?>>> resources =
                all.resources().stream().collect(Collectors.partitioningBy(sourced -> goesAway(sourced.resource())));
        this.living = new Manifests(
                Objects.requireNonNull(resources.get(false)), all.broken(), all.problems(), all.readable());
        this.deleting = new Manifests(Objects.requireNonNull(resources.get(true)), List.of(), List.of(), true);
    }

    /** Resolves the resources of a snapshot. */
    public static Resolved resolve(Snapshot snapshot) {
        return new Planner(snapshot).resolve();
    }

    /** What is being deleted counts no more. A MailServer stays as it is until it is gone, and everything that it owns with it. */
    private static boolean goesAway(HasMetadata resource) {
        return MailRemovals.isDeleting(resource) && !(resource instanceof MailServer);
    }

    private Resolved resolve() {
        living.problems().forEach(findings::add);
        Optional<Sourced<MailServer>> server = server();
        if (server.isEmpty()) {
            return Resolved.unusable(findings, List.of());
        }
        boolean usable = living.readable() && isValid(server.get());
        // Of a MailServer that is not valid nothing else is said, but its users' verifiers are kept.
        Findings ofServer = findings.copy();
        Claimant owner = Claimant.of(server.get());
        MailServerSpec spec = server.get().resource().getSpec();
        AllowedNextHops nextHops =
                new AllowedNextHops(owner.namespace(), spec.outbound().allowedNextHops());
        Namespaces namespaces = new Namespaces(living.namespaces());
        Domains domains = new Domains(snapshot.server(), living, owner, spec, namespaces, nextHops, findings);
        AddressBook book = new AddressBook();
        UserCredentials credentials = new UserCredentials(snapshot.secrets(), findings);
        for (DomainClaim.Mail mail : domains.accepted()) {
            mail.spec().ifPresent(s -> aliases(book, mail, s));
        }
        new Users(snapshot.server(), living, domains, namespaces, book, credentials, findings).addAll();
        book.claims().decide(findings);
        if (!usable) {
            return Resolved.unusable(ofServer, credentials.needs());
        }
        warn(owner, spec);
        Senders senders = new Senders(domains, nextHops, findings);
        Outbound outbound = new Outbound(snapshot.server(), owner, spec.outbound(), findings);
        OutboundConfig routes = outbound.config();
        NextHopLogins logins = logins(domains, senders, outbound);
        Map<DomainName, DomainName> locals = locals(owner, spec, domains);
        Postmasters postmasters = new Postmasters(domains, book, findings);
        new References(domains, book, locals, new OutboundRoutes(routes), findings).check();
        ServingCertificates serving =
                new ServingCertificates(snapshot.secrets(), snapshot.target(), owner, spec, findings);
        List<CertificateNeed> certificates = serving.needs();
        Optional<AuthorityNeed> clientAuthority = serving.clientAuthority();
        List<MailRemoval> removals = removals(book);
        Directories directories = new Directories(snapshot.secrets(), owner, spec, findings);
        directories.resolve();
        return Resolved.of(
                findings,
                new Resolved.Installation(
                        server.get().resource(),
                        owner,
                        snapshot.target(),
                        domains,
                        book,
                        credentials,
                        nextHops,
                        senders,
                        routes,
                        logins,
                        locals,
                        postmasters,
                        postmasters.ofServer(owner, spec),
                        directories,
                        certificates,
                        clientAuthority,
                        removals));
    }

    private void warn(Claimant owner, MailServerSpec spec) {
        if (spec.paused()) {
            findings.warning(owner, "spec.paused", "everything is left as it is", "set it to false to go on");
        }
        if (spec.auth().sockets().group().isPresent() && !snapshot.target().giveSockets()) {
            findings.warning(
                    owner,
                    "spec.auth.sockets.group",
                    "in a cluster the sockets belong to the group of the pods, and nothing outside reaches them",
                    "remove it, or open a port with spec.auth.sockets.tcp");
        }
    }

    private Optional<Sourced<MailServer>> server() {
        Optional<Sourced<MailServer>> server = living.servers().stream()
                .filter(s -> ObjectKey.of(s.resource()).equals(snapshot.server()))
                .findFirst();
        if (server.isEmpty()) {
            Optional<BrokenResource> broken = living.broken().stream()
                    .filter(b -> b.kind().equals("MailServer"))
                    .filter(b -> new ObjectKey(b.namespace(), b.name()).equals(snapshot.server()))
                    .findFirst();
            broken.ifPresentOrElse(
                    b -> findings.reject(Claimant.of(b), Reason.INVALID, Domains.brokenMessage(b)),
                    () -> findings.add(new Problem(
                            Problem.Severity.ERROR,
                            "",
                            0,
                            "MailServer " + snapshot.server(),
                            "",
                            "is not there",
                            "add it")));
        }
        return server;
    }

    private boolean isValid(Sourced<MailServer> server) {
        Claimant owner = Claimant.of(server);
        findings.register(owner);
        new ServerChecks(findings, owner, server.resource().getSpec()).run();
        return findings.isValid(owner);
    }

    private void aliases(AddressBook book, DomainClaim.Mail mail, MailDomainSpec spec) {
        book.addAliases(findings, mail, spec);
        spec.catchAll().ifPresent(catchAll -> {
            if (Addresses.parseAll(findings, mail.owner(), "spec.catchAll.to", catchAll.to())
                    .isEmpty()) {
                book.incomplete(mail.name(), mail.owner().title() + ": spec.catchAll.to is invalid");
            }
        });
    }

    private NextHopLogins logins(Domains domains, Senders senders, Outbound outbound) {
        NextHopLogins logins = new NextHopLogins(snapshot.secrets(), findings);
        outbound.addLogins(logins);
        Set<Claimant> used = domains.claims().winners().values().stream()
                .filter(claim -> claim.value() instanceof DomainClaim.Relayed)
                .map(Claims.Claim::owner)
                .collect(Collectors.toCollection(HashSet::new));
        used.addAll(senders.relays());
        domains.relays().forEach((owner, spec) -> {
            if (used.contains(owner) && findings.isValid(owner)) {
                logins.add(owner, "spec.nextHop", spec.nextHop(), NextHopLogins.ofRelay(owner.key()));
            }
        });
        logins.fit();
        return logins;
    }

    /** The local domains whose users are known, and the domain whose they are. */
    private Map<DomainName, DomainName> locals(Claimant owner, MailServerSpec spec, Domains domains) {
        Map<DomainName, DomainName> locals = new HashMap<>();
        spec.local().ifPresent(local -> {
            Reference.Domain reference = local.usersFrom();
            ObjectKey key = reference.key(owner.namespace());
            Optional<DomainClaim.Mail> users = domains.mailDomain(key)
                    .filter(mail -> domains.claims().holds(mail.name(), mail.owner()))
                    .filter(DomainClaim.Mail::isMailbox);
            if (users.isEmpty()) {
                findings.error(
                        owner,
                        "spec.local.usersFrom",
                        Reason.DOMAIN_NOT_FOUND,
                        "there is no MailDomain " + key + " of type Mailbox that has its domain",
                        "refer to another, or add it");
            }
            domains.claims().winners().forEach((name, claim) -> {
                if (claim.value() instanceof DomainClaim.Local) {
                    users.ifPresent(mail -> locals.put(name, mail.name()));
                }
            });
        });
        return locals;
    }

    /** Mailboxes to remove. Where none ever are, a wish for it is reported. */
    private List<MailRemoval> removals(AddressBook book) {
        if (snapshot.target().removesMailboxes()) {
            return new MailRemovals(snapshot.server(), living, deleting).find(book);
        }
        Stream.of(
                        policies(living.servers(), server -> server.getSpec().deletionPolicy()),
                        policies(living.domains(), domain -> domain.getSpec().deletionPolicy()),
                        policies(living.users(), user -> user.getSpec().deletionPolicy()))
                .flatMap(owners -> owners)
                .forEach(owner -> findings.warning(
                        owner,
                        "spec.deletionPolicy",
                        "nothing is removed on one machine, so Delete means Retain here",
                        "remove mail by hand where it is to go"));
        return List.of();
    }

    private static <T extends HasMetadata> Stream<Claimant> policies(
            List<Sourced<T>> resources, Function<T, DeletionPolicy> policy) {
        return resources.stream()
                .filter(sourced -> policy.apply(sourced.resource()) == DeletionPolicy.DELETE)
                .map(Claimant::of);
    }
}
