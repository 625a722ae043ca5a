package io.postwerk.plan.routing;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.RelaySpec;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.domain.AllowedNextHops;
import io.postwerk.plan.domain.DomainClaim;
import io.postwerk.plan.domain.Domains;
import io.postwerk.plan.finding.BucketLimit;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Claims;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.user.AddressBook;
import io.postwerk.plan.user.AddressClaim;
import io.postwerk.plan.user.Postmasters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The routing buckets of smtp-server. */
public final class RoutingFiles {
    private static final Expansion TOO_LARGE = new Expansion.Unavailable("too large");

    private final Domains domains;
    private final AddressBook book;
    private final Postmasters postmasters;
    private final Map<DomainName, DomainName> locals;
    private final NextHopLogins logins;
    private final Senders senders;
    private final AllowedNextHops nextHops;
    private final Findings findings;
    private final Set<Claimant> rejected = new HashSet<>();
    /** Why not all addresses of a domain are in the files. */
    private final Map<DomainName, String> tooLarge = new HashMap<>();

    public RoutingFiles(
            Domains domains,
            AddressBook book,
            Postmasters postmasters,
            Map<DomainName, DomainName> locals,
            NextHopLogins logins,
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

    /** Puts the files into a set. Resources that take too much of a bucket are rejected, and the addresses that are theirs wait. */
    public void render(Map<String, byte[]> files) {
        List<Map<DomainName, Claims.Claim<DomainClaim>>> domainsOf = buckets(domains.claims(), Buckets::of);
        List<Map<EmailAddress, Claims.Claim<AddressClaim>>> addressesOf = buckets(book.claims(), Buckets::of);
        boolean fits;
        do {
            Set<Claimant> more = new HashSet<>();
            for (int b : Buckets.all().toArray()) {
                byte[] file = file(b, domainsOf.get(b), addressesOf.get(b));
                files.put(Buckets.routingFile(b), file);
                if (BucketLimit.isTooLarge(file)) {
                    more.addAll(BucketLimit.choose(parts(domainsOf.get(b), addressesOf.get(b))));
                }
            }
            more.forEach(this::reject);
            fits = more.isEmpty();
        } while (!fits);
    }

    private byte[] file(
            int bucket,
            Map<DomainName, Claims.Claim<DomainClaim>> names,
            Map<EmailAddress, Claims.Claim<AddressClaim>> addresses) {
        List<RoutedDomain> routed = new ArrayList<>();
        names.forEach((name, claim) -> routed.add(domain(name, claim.value(), rejected.contains(claim.owner()))));
        List<AliasEntry> aliases = new ArrayList<>();
        addresses.forEach((address, claim) ->
                alias(address, claim.value(), rejected.contains(claim.owner())).ifPresent(aliases::add));
        return ConfigJson.write(new RoutingBucket(ConfigFormat.VERSION, bucket, routed, aliases));
    }

    private List<BucketLimit.Part> parts(
            Map<DomainName, Claims.Claim<DomainClaim>> names, Map<EmailAddress, Claims.Claim<AddressClaim>> addresses) {
        List<BucketLimit.Part> parts = new ArrayList<>();
        names.forEach((name, claim) ->
                parts.add(part(claim.owner(), less -> Optional.of(domain(name, claim.value(), less)))));
        addresses.forEach((address, claim) ->
                parts.add(part(claim.owner(), less -> alias(address, claim.value(), less))));
        return parts;
    }

    /** @param entry the entry, of a resource that is rejected or not */
    private BucketLimit.Part part(Claimant owner, Function<Boolean, Optional<? extends Record>> entry) {
        return new BucketLimit.Part(owner, octets(entry.apply(rejected.contains(owner))), octets(entry.apply(true)));
    }

    private static long octets(Optional<? extends Record> entry) {
        return entry.map(e -> ConfigJson.write(e).length).orElse(0);
    }

    private void reject(Claimant owner) {
        rejected.add(owner);
        BucketLimit.report(findings, owner, "mail for its addresses waits");
        // An alias that is left out is no unknown address.
        book.claims().winners().forEach((address, claim) -> {
            if (claim.owner().equals(owner) && claim.value() instanceof AddressClaim.Alias) {
                tooLarge.merge(address.domain(), owner.title() + " is too large", AddressBook::firstOf);
            }
        });
    }

    /** The claims of each bucket, in the order of their keys. */
    private static <K extends Comparable<K>, V> List<Map<K, Claims.Claim<V>>> buckets(
            Claims<K, V> claims, ToIntFunction<K> bucket) {
        List<Map<K, Claims.Claim<V>>> buckets = new ArrayList<>();
        Buckets.all().forEach(b -> buckets.add(new LinkedHashMap<>()));
        claims.winners()
                .forEach((key, claim) -> buckets.get(bucket.applyAsInt(key)).put(key, claim));
        return buckets;
    }

    private static Optional<AliasEntry> alias(EmailAddress address, AddressClaim claim, boolean rejected) {
        Optional<Expansion> expansion = switch (claim) {
            case AddressClaim.Alias alias -> Optional.of(alias.expansion()).filter(_ -> !rejected);
            case AddressClaim.User user -> user.forward().map(f -> rejected ? TOO_LARGE : f);
        };
        return expansion.map(e -> new AliasEntry(address.toCanonical(), e));
    }

    private RoutedDomain domain(DomainName name, DomainClaim claim, boolean rejected) {
        return switch (claim) {
            case DomainClaim.Mail mail -> mail(mail, rejected);
            case DomainClaim.Relayed relayed
            when rejected ->
                bare(name, new DomainKind.Unavailable(relayed.owner().title() + " is too large"));
            case DomainClaim.Relayed relayed ->
                new RoutedDomain(
                        name,
                        relay(name, relayed),
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

    private RoutedDomain mail(DomainClaim.Mail mail, boolean rejected) {
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
        // An unknown address may be the one that could not be read: it is answered 451, and the catch-all does not get
        // its mail.
        Optional<String> incomplete = Stream.concat(
                        book.incomplete(mail.name()).stream(), Optional.ofNullable(tooLarge.get(mail.name())).stream())
                .reduce(AddressBook::firstOf)
                .or(() -> Optional.of(mail.owner().title() + " is too large").filter(_ -> rejected));
        Optional<List<String>> given =
                spec.catchAll().filter(all -> incomplete.isEmpty()).map(MailDomainSpec.CatchAll::to);
        List<EmailAddress> catchAll = given.orElse(List.of()).stream()
                .flatMap(text -> EmailAddress.tryParse(text).stream())
                .distinct()
                .toList();
        return new RoutedDomain(
                mail.name(),
                mail.isMailbox() ? new DomainKind.Mailbox() : new DomainKind.Alias(),
                catchAll,
                postmasters.of(mail.name()),
                incomplete,
                senders.of(mail.name(), logins));
    }

    private DomainKind relay(DomainName name, DomainClaim.Relayed relayed) {
        Claimant owner = relayed.owner();
        if (relayed.spec().isEmpty() || !findings.isValid(owner)) {
            return new DomainKind.Unavailable(owner.title() + " is invalid");
        }
        RelaySpec spec = relayed.spec().get();
        String login = NextHopLogins.ofRelay(owner.key());
        if (!logins.has(spec.nextHop(), login)) {
            return new DomainKind.Unavailable(owner.title() + " lacks its Secret");
        }
        NextHop hop = NextHops.nextHop(spec.nextHop(), login, nextHops.publicOr(owner.namespace(), spec.nextHop()));
        RelaySpec.Recipients recipients = spec.recipients().orElseThrow();
        if (recipients.policy() == RelaySpec.Recipients.Policy.ANY) {
            return new DomainKind.Relay(hop, new DomainKind.RelayRecipients.Any());
        }
        List<EmailAddress> listed = recipients.addresses().stream()
                .flatMap(text -> EmailAddress.tryParse(text).stream())
                .map(EmailAddress::toCanonical)
                // Once only: with all of them in each domain the files would grow with the square of the resource.
                .filter(address -> address.domain().equals(name))
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
