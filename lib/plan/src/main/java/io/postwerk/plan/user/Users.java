package io.postwerk.plan.user;

import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.MailUserSpec;
import io.postwerk.crds.NamespaceSelection;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.domain.Namespaces;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.Units;
import java.util.List;
import java.util.Optional;

/** Puts the MailUsers into the address book: their addresses, aliases and forwards. */
public final class Users {
    private final ObjectKey server;
    private final Manifests manifests;
    private final Domains domains;
    private final Namespaces namespaces;
    private final AddressBook book;
    private final UserCredentials credentials;
    private final Findings findings;

    public Users(
            ObjectKey server,
            Manifests manifests,
            Domains domains,
            Namespaces namespaces,
            AddressBook book,
            UserCredentials credentials,
            Findings findings) {
        this.server = server;
        this.manifests = manifests;
        this.domains = domains;
        this.namespaces = namespaces;
        this.book = book;
        this.credentials = credentials;
        this.findings = findings;
    }

    public void addAll() {
        manifests.users().forEach(this::add);
        manifests.broken().stream()
                .filter(broken -> broken.kind().equals("MailUser"))
                .forEach(this::add);
    }

    private void add(Sourced<MailUser> sourced) {
        Claimant owner = Claimant.of(sourced);
        MailUserSpec spec = sourced.resource().getSpec();
        Optional<ObjectKey> reference = spec.domainRef().map(ref -> ref.key(owner.namespace()));
        if (reference.filter(domains::isElsewhere).isPresent()) {
            return;
        }
        Optional<EmailAddress> address = Addresses.parse(findings, owner, "spec.address", spec.address());
        if (address.isEmpty()) {
            markIncomplete(owner, reference.flatMap(domains::mailDomain));
            return;
        }
        domainOf(owner, reference, address.get()).ifPresent(domain -> {
            findings.register(owner);
            add(owner, spec, address.get(), domain);
        });
    }

    private void add(Claimant owner, MailUserSpec spec, EmailAddress address, DomainClaim.Mail domain) {
        if (!domain.isMailbox()) {
            findings.error(
                    owner,
                    "spec.address",
                    Reason.INVALID,
                    domain.owner().title() + " is of type Alias and has no users",
                    "set its spec.type to Mailbox, or remove the user");
            unavailableAlias(owner, address, "spec.address");
            return;
        }
        String id = MailboxIds.of(server, owner.namespace(), address);
        credentials.add(owner, spec, address, id);
        AddressClaim.User user = new AddressClaim.User(
                owner,
                address,
                id,
                Optional.empty(),
                spec.disabled(),
                spec.quota().flatMap(MailUserSpec.Quota::storage).map(Units::octets),
                spec.quota().flatMap(MailUserSpec.Quota::messages),
                spec.forward().map(forward -> forward(owner, address, forward)));
        book.add(address, owner, "spec.address", user);
        for (int i = 0; i < spec.aliases().size(); i++) {
            String field = "spec.aliases[" + i + "]";
            Optional<EmailAddress> alias =
                    Addresses.parse(findings, owner, field, spec.aliases().get(i));
            if (alias.isEmpty()) {
                book.incomplete(domain.name(), owner.title() + ": " + field + " is invalid");
            } else if (!alias.get().domain().equals(domain.name())) {
                findings.error(
                        owner,
                        field,
                        Reason.INVALID,
                        "'" + alias.get() + "' is not an address of " + domain.name(),
                        "correct it, or make it an alias of the MailDomain of its domain");
                book.incomplete(domain.name(), owner.title() + ": " + field + " is invalid");
            } else {
                book.add(alias.get(), owner, field, aliasOf(address));
            }
        }
    }

    private Expansion forward(Claimant owner, EmailAddress address, MailUserSpec.Forward spec) {
        Optional<List<EmailAddress>> targets = Addresses.parseAll(findings, owner, "spec.forward.to", spec.to());
        if (targets.isEmpty()) {
            return new Expansion.Unavailable(owner.title() + ": spec.forward.to is invalid");
        }
        List<EmailAddress> others =
                targets.get().stream().filter(to -> !to.equals(address)).toList();
        boolean keep = spec.localCopy() == MailUserSpec.Forward.LocalCopy.KEEP
                || others.size() < targets.get().size();
        return new Expansion.Targets(others, keep);
    }

    private void add(BrokenResource broken) {
        Claimant owner = Claimant.of(broken);
        findings.reject(owner, Reason.INVALID, Domains.brokenMessage(broken));
        Optional<EmailAddress> address = broken.address().flatMap(EmailAddress::tryParse);
        if (address.isEmpty()) {
            markIncomplete(owner, Optional.empty());
            return;
        }
        Optional<DomainClaim.Mail> domain = putOff(owner, address.get());
        if (domain.filter(DomainClaim.Mail::isMailbox).isEmpty()) {
            return;
        }
        // Whatever could not be read of it may have been an alias.
        book.incomplete(domain.get().name(), owner.title() + " is invalid");
        for (String text : broken.aliases()) {
            EmailAddress.tryParse(text)
                    .filter(alias -> alias.domain().equals(domain.get().name()))
                    .ifPresent(alias -> book.add(alias, owner, "spec.aliases", aliasOf(address.get())));
        }
    }

    /** Mail for a user who is not valid waits, provided that the namespace may have users in the domain, which is returned. */
    private Optional<DomainClaim.Mail> putOff(Claimant owner, EmailAddress address) {
        Optional<DomainClaim.Mail> domain = domains.mailDomain(address.domain()).filter(mail -> admits(mail, owner));
        if (domain.isEmpty()) {
            return domain;
        }
        if (!domain.get().isMailbox()) {
            unavailableAlias(owner, address, "spec.address");
            return domain;
        }
        AddressClaim.User user = new AddressClaim.User(
                owner,
                address,
                MailboxIds.of(server, owner.namespace(), address),
                Optional.of(owner.title() + " is invalid"),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        book.add(address, owner, "spec.address", user);
        return domain;
    }

    private static AddressClaim aliasOf(EmailAddress address) {
        return new AddressClaim.Alias(new Expansion.Targets(List.of(address), false));
    }

    private void unavailableAlias(Claimant owner, EmailAddress address, String field) {
        Expansion unavailable = new Expansion.Unavailable(owner.title() + " is invalid");
        book.add(address, owner, field, new AddressClaim.Alias(unavailable));
    }

    /** Where a user of unknown address may belong: the MailDomain referred to, or any of the namespace. */
    private void markIncomplete(Claimant owner, Optional<DomainClaim.Mail> referred) {
        findings.register(owner);
        String why = owner.title() + " has no valid address";
        domains.accepted().stream()
                .filter(mail -> referred.map(mail::equals)
                        .orElse(mail.owner().namespace().equals(owner.namespace())))
                .filter(mail -> admits(mail, owner))
                .forEach(mail -> book.incomplete(mail.name(), why));
    }

    private boolean admits(DomainClaim.Mail domain, Claimant owner) {
        NamespaceSelection selection = domain.spec()
                .flatMap(spec -> spec.users().map(users -> users.namespaces()))
                .orElse(NamespaceSelection.SAME);
        return namespaces.selects(selection, domain.owner().namespace(), owner.namespace());
    }

    /** The MailDomain that the user is in; empty, and reported, if there is none. */
    private Optional<DomainClaim.Mail> domainOf(Claimant owner, Optional<ObjectKey> reference, EmailAddress address) {
        DomainName name = address.domain();
        Optional<DomainClaim.Mail> domain = reference.isPresent()
                ? domains.mailDomain(reference.get())
                : domains.mailDomain(owner.namespace(), name);
        String field = reference.isPresent() ? "spec.domainRef" : "spec.address";
        if (domain.isEmpty()) {
            if (reference.isEmpty() && domains.isElsewhere(owner.namespace(), name)) {
                return Optional.empty();
            }
            String what = reference.isPresent()
                    ? "there is no MailDomain " + reference.get()
                    : "there is no MailDomain of '" + name + "' in namespace " + owner.namespace();
            findings.error(
                    owner, field, Reason.DOMAIN_NOT_FOUND, what, "add it, or refer to the right one in spec.domainRef");
            putOff(owner, address);
            return domains.nameless(reference, owner.namespace(), name);
        }
        DomainClaim.Mail mail = domain.get();
        if (!mail.name().equals(name)) {
            findings.error(
                    owner,
                    "spec.domainRef",
                    Reason.INVALID,
                    mail.owner().title() + " is for '" + mail.name() + "', not for '" + name + "'",
                    "refer to the MailDomain of the address's domain");
            putOff(owner, address);
            return Optional.empty();
        }
        if (!admits(mail, owner) && mail.spec().isEmpty()) {
            findings.error(
                    owner,
                    field,
                    Reason.DOMAIN_NOT_ACCEPTED,
                    mail.owner().title() + " is invalid",
                    "see the problem of that MailDomain");
            return Optional.empty();
        }
        if (!admits(mail, owner)) {
            findings.error(
                    owner,
                    field,
                    Reason.NAMESPACE_NOT_ALLOWED,
                    mail.owner().title() + " does not let namespace " + owner.namespace() + " have users",
                    "ask for it in its spec.users.namespaces");
            return Optional.empty();
        }
        if (!domains.claims().holds(name, mail.owner())) {
            findings.error(
                    owner,
                    field,
                    Reason.DOMAIN_NOT_ACCEPTED,
                    mail.owner().title() + " does not have its domain",
                    "see the problem of that MailDomain");
            return Optional.empty();
        }
        return domain;
    }
}
