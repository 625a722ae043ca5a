package io.postwerk.plan;

import io.postwerk.config.AliasEntry;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ConfigJson;
import io.postwerk.config.DomainKind;
import io.postwerk.config.Expansion;
import io.postwerk.config.NextHop;
import io.postwerk.config.RoutedDomain;
import io.postwerk.config.RoutingBucket;
import io.postwerk.crds.CatchAllSpec;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.RecipientsSpec;
import io.postwerk.crds.RelaySpec;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routing buckets of smtp-server. */
final class RoutingFiles {
    private final Domains domains;
    private final AddressBook book;
    private final Postmasters postmasters;
    private final Map<DomainName, DomainName> locals;
    private final Logins logins;
    private final Senders senders;
    private final AllowedNextHops nextHops;
    private final Findings findings;

    RoutingFiles(
            Domains domains,
            AddressBook book,
            Postmasters postmasters,
            Map<DomainName, DomainName> locals,
            Logins logins,
            Senders senders,
            AllowedNextHops nextHops,
            Findings findings) {
        this.domains = domains;
        this.book = book;
        this.postmasters = postmasters;
        this.locals = locals;
        this.logins = logins;
        this.senders = senders;
        this.nextHops = nextHops;
        this.findings = findings;
    }

    /** Puts the files into a set. */
    void render(Map<String, byte[]> files) {
        List<List<RoutedDomain>> routed = buckets();
        List<List<AliasEntry>> aliases = buckets();
        // In the order of the keys, which is that of the files.
        domains.claims()
                .winners()
                .forEach((name, claim) -> routed.get(Buckets.of(name)).add(domain(name, claim.value())));
        book.claims()
                .winners()
                .forEach((address, claim) -> expansion(claim.value())
                        .ifPresent(
                                e -> aliases.get(Buckets.of(address)).add(new AliasEntry(address.toCanonical(), e))));
        Buckets.all()
                .forEach(b -> files.put(
                        Buckets.routingFile(b),
                        ConfigJson.write(new RoutingBucket(ConfigFormat.VERSION, b, routed.get(b), aliases.get(b)))));
    }

    private static <T> List<List<T>> buckets() {
        List<List<T>> buckets = new ArrayList<>();
        Buckets.all().forEach(b -> buckets.add(new ArrayList<>()));
        return buckets;
    }

    private static Optional<Expansion> expansion(AddressClaim claim) {
        return switch (claim) {
            case AddressClaim.Alias alias -> Optional.of(alias.expansion());
            case AddressClaim.User user -> user.forward();
        };
    }

    private RoutedDomain domain(DomainName name, DomainClaim claim) {
        return switch (claim) {
            case DomainClaim.Mail mail -> mail(mail);
            case DomainClaim.Relayed relayed ->
                new RoutedDomain(
                        name,
                        relay(relayed),
                        List.of(),
                        Optional.empty(),
                        relayed.complete()
                                ? Optional.empty()
                                : Optional.of(relayed.owner().title() + ": recipients are invalid"));
            case DomainClaim.Local local -> local(name);
        };
    }

    private static RoutedDomain bare(DomainName name, DomainKind kind) {
        return new RoutedDomain(name, kind, List.of(), Optional.empty(), Optional.empty());
    }

    private RoutedDomain mail(DomainClaim.Mail mail) {
        if (mail.spec().isEmpty()) {
            return new RoutedDomain(
                    mail.name(),
                    new DomainKind.Unavailable(mail.owner().title() + " is invalid"),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    senders.of(mail.name(), logins));
        }
        MailDomainSpec spec = mail.spec().get();
        // Whatever is unknown may be the address that could not be read: it waits, and is nobody else's.
        Optional<List<String>> given = spec.catchAll()
                .filter(all -> book.incomplete(mail.name()).isEmpty())
                .map(CatchAllSpec::to);
        List<EmailAddress> catchAll = given.orElse(List.of()).stream()
                .flatMap(text -> EmailAddress.tryParse(text).stream())
                .distinct()
                .toList();
        return new RoutedDomain(
                mail.name(),
                mail.isMailbox() ? new DomainKind.Mailbox() : new DomainKind.Alias(),
                catchAll,
                postmasters.of(mail.name()),
                book.incomplete(mail.name()),
                senders.of(mail.name(), logins));
    }

    private DomainKind relay(DomainClaim.Relayed relayed) {
        Owner owner = relayed.owner();
        if (relayed.spec().isEmpty() || !findings.isValid(owner)) {
            return new DomainKind.Unavailable(owner.title() + " is invalid");
        }
        RelaySpec spec = relayed.spec().get();
        String login = Logins.ofRelay(owner.key());
        if (!logins.has(spec.nextHop(), login)) {
            return new DomainKind.Unavailable(owner.title() + " lacks its Secret");
        }
        NextHop hop = ServerFiles.nextHop(spec.nextHop(), login, nextHops.publicOr(owner.namespace(), spec.nextHop()));
        RecipientsSpec recipients = spec.recipients().orElseThrow();
        if (recipients.policy() == RecipientsSpec.Policy.ANY) {
            return new DomainKind.Relay(hop, new DomainKind.RelayRecipients.Any());
        }
        List<EmailAddress> listed = recipients.addresses().stream()
                .flatMap(text -> EmailAddress.tryParse(text).stream())
                .map(EmailAddress::toCanonical)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        return new DomainKind.Relay(hop, new DomainKind.RelayRecipients.Listed(listed));
    }

    private RoutedDomain local(DomainName name) {
        DomainName users = locals.get(name);
        if (users == null) {
            return bare(name, new DomainKind.Unavailable("spec.local.usersFrom of the MailServer leads nowhere"));
        }
        return new RoutedDomain(name, new DomainKind.Local(users), List.of(), postmasters.of(users), Optional.empty());
    }
}
