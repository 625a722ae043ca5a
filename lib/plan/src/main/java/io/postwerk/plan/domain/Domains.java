package io.postwerk.plan.domain;

import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Reference;
import io.postwerk.crds.Relay;
import io.postwerk.crds.RelaySpec;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Checks;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Claims;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who has which domain on the MailServer. */
public final class Domains {
    private final ObjectKey server;
    private final Findings findings;
    private final Attachments attachments;
    private final Set<ObjectKey> servers;
    private final Claims<DomainName, DomainClaim> claims = new Claims<>();
    private final Map<ObjectKey, DomainClaim.Mail> mailDomains = new TreeMap<>();
    private final Map<ObjectKey, Optional<DomainName>> elsewhere = new HashMap<>();
    private final List<Claimant> nameless = new ArrayList<>();
    private final SortedMap<Claimant, RelaySpec> relays = new TreeMap<>();
    private final SortedMap<Claimant, List<String>> brokenRelays = new TreeMap<>();
    private final AllowedNextHops nextHops;

    public Domains(
            ObjectKey server,
            Manifests manifests,
            Claimant owner,
            MailServerSpec spec,
            Namespaces namespaces,
            AllowedNextHops nextHops,
            Findings findings) {
        this.nextHops = nextHops;
        this.server = server;
        this.findings = findings;
        this.attachments = new Attachments(server.namespace(), spec.attachments(), namespaces);
        this.servers = Stream.concat(
                        manifests.servers().stream().map(s -> ObjectKey.of(s.resource())),
                        manifests.broken().stream()
                                .filter(b -> b.kind().equals("MailServer"))
                                .map(b -> new ObjectKey(b.namespace(), b.name())))
                .collect(Collectors.toSet());
        manifests.domains().forEach(this::mailDomain);
        manifests.relays().forEach(this::relay);
        manifests.broken().forEach(this::broken);
        spec.local().ifPresent(local -> local(owner, local));
        claims.decide(findings);
    }

    private void mailDomain(Sourced<MailDomain> sourced) {
        Claimant owner = Claimant.of(sourced);
        MailDomainSpec spec = sourced.resource().getSpec();
        if (!isOurs(owner, spec.serverRef())) {
            elsewhere.put(owner.key(), DomainName.tryParse(spec.domain()));
            return;
        }
        Checks.domain(findings, owner, spec);
        Optional<DomainName> name = Addresses.parseDomain(findings, owner, "spec.domain", spec.domain());
        if (name.isEmpty()) {
            nameless.add(owner);
            return;
        }
        Optional<MailDomainSpec> believed = Optional.of(spec).filter(s -> findings.isValid(owner));
        DomainClaim.Mail claim = new DomainClaim.Mail(owner, believed, name.get());
        mailDomains.put(owner.key(), claim);
        claim(owner, name.get(), "spec.domain", claim);
    }

    private void relay(Sourced<Relay> sourced) {
        Claimant owner = Claimant.of(sourced);
        RelaySpec spec = sourced.resource().getSpec();
        if (!isOurs(owner, spec.serverRef())) {
            return;
        }
        Checks.relay(findings, owner, spec);
        if (!nextHops.permit(owner.namespace(), spec.nextHop())) {
            findings.forbid(
                    owner,
                    "spec.nextHop",
                    Reason.NEXT_HOP_NOT_ALLOWED,
                    "MailServer " + server + " does not let namespace " + owner.namespace()
                            + " pass mail on to " + spec.nextHop().host() + " port "
                            + spec.nextHop().port(),
                    "choose another server, or ask for an entry in its spec.outbound.allowedNextHops");
        }
        relays.put(owner, spec);
        List<String> recipients =
                spec.recipients().map(RelaySpec.Recipients::addresses).orElse(List.of());
        boolean complete = Addresses.parseAll(findings, owner, "spec.recipients.addresses", recipients)
                .isPresent();
        for (int i = 0; i < spec.domains().size(); i++) {
            String field = "spec.domains[" + i + "]";
            Addresses.parseDomain(findings, owner, field, spec.domains().get(i))
                    .ifPresent(name ->
                            claim(owner, name, field, new DomainClaim.Relayed(owner, Optional.of(spec), complete)));
        }
    }

    private void broken(BrokenResource broken) {
        boolean relay = broken.kind().equals("Relay");
        boolean ours = broken.server().map(server.name()::equals).orElse(true);
        if (!ours || !relay && !broken.kind().equals("MailDomain")) {
            return;
        }
        Claimant owner = Claimant.of(broken);
        findings.reject(owner, Reason.INVALID, brokenMessage(broken));
        if (relay) {
            brokenRelays.put(owner, broken.senders());
        }
        if (!relay
                && broken.domains().stream()
                        .noneMatch(text -> DomainName.tryParse(text).isPresent())) {
            nameless.add(owner);
        }
        for (String text : broken.domains()) {
            DomainName.tryParse(text).ifPresent(name -> {
                DomainClaim.Mail mail = new DomainClaim.Mail(owner, Optional.empty(), name);
                if (!relay) {
                    mailDomains.put(owner.key(), mail);
                }
                claim(owner, name, "spec", relay ? new DomainClaim.Relayed(owner, Optional.empty(), false) : mail);
            });
        }
    }

    public static String brokenMessage(BrokenResource broken) {
        var first = broken.problems().getFirst();
        return first.field() + ": " + first.what() + "; " + first.remedy();
    }

    private void local(Claimant owner, MailServerSpec.Local local) {
        for (int i = 0; i < local.domains().size(); i++) {
            String field = "spec.local.domains[" + i + "]";
            Addresses.parseDomain(findings, owner, field, local.domains().get(i))
                    .ifPresent(name -> claims.add(name, owner, field, new DomainClaim.Local()));
        }
    }

    private void claim(Claimant owner, DomainName name, String field, DomainClaim claim) {
        if (attachments.permits(owner.namespace(), name)) {
            claims.add(name, owner, field, claim);
        } else {
            findings.error(
                    owner,
                    field,
                    Reason.NOT_ATTACHED,
                    "MailServer " + server + " does not let namespace " + owner.namespace() + " claim '" + name + "'",
                    "ask for an entry in its spec.attachments");
        }
    }

    private boolean isOurs(Claimant owner, Reference.Server reference) {
        ObjectKey wanted = reference.key(owner.namespace());
        if (!servers.contains(wanted)) {
            findings.error(
                    owner,
                    "spec.serverRef",
                    Reason.SERVER_NOT_FOUND,
                    "there is no MailServer " + wanted,
                    "correct the name and namespace, or add it");
        }
        if (!wanted.equals(server)) {
            return false;
        }
        findings.register(owner);
        return true;
    }

    /** Relays that refer to this MailServer, oldest first. */
    public SortedMap<Claimant, RelaySpec> relays() {
        return relays;
    }

    /** The senders of Relays that do not fit their schema, as far as they could be read. */
    public SortedMap<Claimant, List<String>> brokenRelays() {
        return brokenRelays;
    }

    /** The domains and who has them. */
    public Claims<DomainName, DomainClaim> claims() {
        return claims;
    }

    /** The MailDomain that has the domain, if it is one. */
    public Optional<DomainClaim.Mail> mailDomain(DomainName name) {
        return claims.winner(name)
                .map(Claims.Claim::value)
                .flatMap(value -> value instanceof DomainClaim.Mail mail ? Optional.of(mail) : Optional.empty());
    }

    /** A MailDomain that refers to this MailServer, whether or not it has its domain. */
    public Optional<DomainClaim.Mail> mailDomain(ObjectKey key) {
        return Optional.ofNullable(mailDomains.get(key));
    }

    /** The MailDomain of that domain in a namespace, the one that has the domain before others. */
    public Optional<DomainClaim.Mail> mailDomain(String namespace, DomainName name) {
        return mailDomain(name)
                .filter(mail -> mail.owner().namespace().equals(namespace))
                .or(() -> mailDomains.values().stream()
                        .filter(mail -> mail.owner().namespace().equals(namespace))
                        .filter(mail -> mail.name().equals(name))
                        .min(Comparator.comparing(DomainClaim.Mail::owner)));
    }

    /**
     * The domain of an address in a namespace where a MailDomain's own domain cannot be read: it is likely that one, so it is
     * taken for it (and answered 451), provided that the namespace may claim it and no other resource has it.
     *
     * @param reference the MailDomain that is meant; any of the namespace if absent
     */
    public Optional<DomainClaim.Mail> nameless(Optional<ObjectKey> reference, String namespace, DomainName name) {
        if (claims.winner(name).isPresent()
                && mailDomain(name).filter(m -> nameless.contains(m.owner())).isEmpty()) {
            return Optional.empty();
        }
        Optional<Claimant> owner = nameless.stream()
                .filter(candidate -> candidate.namespace().equals(namespace))
                .filter(candidate -> reference.map(candidate.key()::equals).orElse(true))
                .filter(candidate -> attachments.permits(candidate.namespace(), name))
                .min(Comparator.naturalOrder());
        owner.ifPresent(o -> claims.grant(name, o, "spec.domain", new DomainClaim.Mail(o, Optional.empty(), name)));
        return owner.flatMap(o -> mailDomain(name));
    }

    /** Whether the MailDomain is there and refers to another MailServer. */
    public boolean isElsewhere(ObjectKey key) {
        return elsewhere.containsKey(key);
    }

    /** Whether the namespace has a MailDomain of that domain that refers to another MailServer. */
    public boolean isElsewhere(String namespace, DomainName name) {
        return elsewhere.entrySet().stream()
                .anyMatch(e -> e.getKey().namespace().equals(namespace)
                        && e.getValue().filter(name::equals).isPresent());
    }

    /** MailDomains that have their domains, oldest first. */
    public List<DomainClaim.Mail> accepted() {
        return mailDomains.values().stream()
                .filter(mail -> claims.holds(mail.name(), mail.owner()))
                .sorted(Comparator.comparing(DomainClaim.Mail::owner))
                .toList();
    }
}
