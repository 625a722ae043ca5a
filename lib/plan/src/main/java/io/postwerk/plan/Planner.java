package io.postwerk.plan;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ConfigJson;
import io.postwerk.config.Credentials;
import io.postwerk.config.MailboxRemovals;
import io.postwerk.config.Program;
import io.postwerk.config.RoutingCommon;
import io.postwerk.config.SidecarCredentials;
import io.postwerk.crds.DomainReference;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.DomainName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes plans. */
public final class Planner {
    private final Snapshot snapshot;
    private final Findings findings = new Findings();

    private Planner(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Plans for the MailServer of a snapshot. */
    public static Plan plan(Snapshot snapshot) {
        return new Planner(snapshot).plan();
    }

    /** The verifiers that a plan of this snapshot needs, whether or not it has them already. */
    public static List<VerifierNeed> verifiers(Snapshot snapshot) {
        Planner planner = new Planner(snapshot);
        return planner.server()
                .map(server -> planner.resolve(server).credentials().needs())
                .orElse(List.of());
    }

    /** What the resources of a MailServer come to. */
    private record Resolved(
            Owner owner,
            MailServerSpec spec,
            Domains domains,
            AddressBook book,
            UserCredentials credentials,
            Logins logins,
            Map<DomainName, DomainName> locals) {}

    private Plan plan() {
        snapshot.manifests().problems().forEach(findings::add);
        Optional<Sourced<MailServer>> server = server();
        boolean usable =
                snapshot.manifests().readable() && server.filter(this::isValid).isPresent();
        if (!usable) {
            return new Plan(
                    Map.of(),
                    findings.problems(),
                    findings.facts(),
                    Optional.empty(),
                    snapshot.before().orElse(new Applied(Set.of(), Set.of())),
                    List.of());
        }
        Resolved resolved = resolve(server.get());
        Postmasters postmasters = new Postmasters(resolved.domains(), resolved.book(), findings);
        new References(
                        resolved.domains(),
                        resolved.book(),
                        resolved.locals(),
                        resolved.spec().outbound().nextHop().isPresent(),
                        findings)
                .check();
        List<CertificateNeed> certificates =
                new Certificates(snapshot, resolved.owner(), resolved.spec(), findings).needs();
        Map<Program, SortedMap<String, byte[]>> files = render(resolved, postmasters, certificates);
        Applied applied = applied(resolved);
        Optional<Hold> hold = Removals.check(
                snapshot.before(), applied, resolved.owner(), server.get().resource(), findings);
        return new Plan(files, findings.problems(), findings.facts(), hold, applied, certificates);
    }

    private Optional<Sourced<MailServer>> server() {
        Optional<Sourced<MailServer>> server = snapshot.manifests().servers().stream()
                .filter(s -> ObjectKey.of(s.resource()).equals(snapshot.server()))
                .findFirst();
        if (server.isEmpty()) {
            Optional<BrokenResource> broken = snapshot.manifests().broken().stream()
                    .filter(b -> b.kind().equals("MailServer"))
                    .filter(b -> new ObjectKey(b.namespace(), b.name()).equals(snapshot.server()))
                    .findFirst();
            broken.ifPresentOrElse(
                    b -> findings.reject(Owner.of(b), Reason.INVALID, Domains.brokenMessage(b)),
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
        Owner owner = Owner.of(server);
        findings.register(owner);
        new ServerChecks(findings, owner, server.resource().getSpec()).run();
        return findings.isValid(owner);
    }

    private Resolved resolve(Sourced<MailServer> server) {
        Owner owner = Owner.of(server);
        MailServerSpec spec = server.resource().getSpec();
        Namespaces namespaces = new Namespaces(snapshot.manifests().namespaces());
        Domains domains = new Domains(snapshot, owner, spec, namespaces, findings);
        AddressBook book = new AddressBook();
        UserCredentials credentials = new UserCredentials(snapshot, findings);
        for (DomainClaim.Mail mail : domains.accepted()) {
            mail.spec().ifPresent(s -> aliases(book, mail, s));
        }
        new Users(snapshot, domains, namespaces, book, credentials, findings).addAll();
        book.claims().decide(findings);
        return new Resolved(
                owner, spec, domains, book, credentials, logins(owner, spec, domains), locals(owner, spec, domains));
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

    private Logins logins(Owner owner, MailServerSpec spec, Domains domains) {
        Logins logins = new Logins(snapshot, findings);
        spec.outbound()
                .nextHop()
                .ifPresent(hop -> logins.add(owner, "spec.outbound.nextHop", hop, Logins.ofServer(snapshot.server())));
        Set<Owner> relays = domains.claims().winners().values().stream()
                .filter(claim -> claim.value() instanceof DomainClaim.Relayed)
                .map(Claims.Claim::owner)
                .collect(Collectors.toSet());
        snapshot.manifests().relays().stream()
                .filter(relay -> relays.contains(Owner.of(relay)) && findings.isValid(Owner.of(relay)))
                .forEach(relay -> logins.add(
                        Owner.of(relay),
                        "spec.nextHop",
                        relay.resource().getSpec().nextHop(),
                        Logins.ofRelay(ObjectKey.of(relay.resource()))));
        return logins;
    }

    /** The local domains whose users are known, and the domain whose they are. */
    private Map<DomainName, DomainName> locals(Owner owner, MailServerSpec spec, Domains domains) {
        Map<DomainName, DomainName> locals = new HashMap<>();
        spec.local().ifPresent(local -> {
            DomainReference reference = local.usersFrom();
            ObjectKey key = new ObjectKey(reference.namespace().orElse(owner.namespace()), reference.name());
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

    private Map<Program, SortedMap<String, byte[]>> render(
            Resolved resolved, Postmasters postmasters, List<CertificateNeed> certificates) {
        ServerFiles servers = new ServerFiles(snapshot.server(), resolved.spec(), snapshot.target(), certificates);
        Map<Program, SortedMap<String, byte[]>> files = new EnumMap<>(Program.class);
        for (Program program : Program.values()) {
            SortedMap<String, byte[]> set = new TreeMap<>();
            switch (program) {
                case SMTP_SERVER -> {
                    set.put(ConfigFormat.SERVER_FILE, ConfigJson.write(servers.smtpServer()));
                    set.put(
                            ConfigFormat.ROUTING_FILE,
                            ConfigJson.write(new RoutingCommon(
                                    ConfigFormat.VERSION, postmasters.ofServer(), List.copyOf(snapshot.draining()))));
                    set.put(
                            ConfigFormat.CREDENTIALS_FILE,
                            ConfigJson.write(new Credentials(
                                    ConfigFormat.VERSION,
                                    List.copyOf(resolved.logins().all().values()))));
                    new RoutingFiles(
                                    resolved.domains(),
                                    resolved.book(),
                                    postmasters,
                                    resolved.locals(),
                                    resolved.logins(),
                                    findings)
                            .render(set);
                }
                case IMAP_SERVER -> {
                    set.put(ConfigFormat.SERVER_FILE, ConfigJson.write(servers.imapServer()));
                    set.put(
                            ConfigFormat.REMOVALS_FILE,
                            ConfigJson.write(new MailboxRemovals(ConfigFormat.VERSION, List.of())));
                }
                case AUTH_SIDECAR -> {
                    set.put(ConfigFormat.SERVER_FILE, ConfigJson.write(servers.authSidecar()));
                    set.put(
                            ConfigFormat.CREDENTIALS_FILE,
                            ConfigJson.write(new SidecarCredentials(ConfigFormat.VERSION, snapshot.unknownUserKey())));
                    UserFiles.render(resolved.book(), set);
                }
            }
            files.put(program, Plan.indexed(program, snapshot.sequence(), set));
        }
        return files;
    }

    private static Applied applied(Resolved resolved) {
        return new Applied(
                resolved.domains().claims().winners().keySet().stream()
                        .map(DomainName::ascii)
                        .collect(Collectors.toSet()),
                resolved.book().claims().winners().entrySet().stream()
                        .filter(entry -> entry.getValue().value() instanceof AddressClaim.User)
                        .map(entry -> entry.getKey().canonical())
                        .collect(Collectors.toSet()));
    }
}
