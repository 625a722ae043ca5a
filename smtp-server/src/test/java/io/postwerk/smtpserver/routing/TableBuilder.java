package io.postwerk.smtpserver.routing;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.DomainKind.RelayRecipients;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.smtpserver.queue.QueueFixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Routing tables for tests, with an entry a line. */
public final class TableBuilder {
    private final TreeMap<DomainName, RoutedDomain> domains = new TreeMap<>();
    private final TreeMap<EmailAddress, Expansion> aliases = new TreeMap<>();
    private Optional<EmailAddress> postmaster = Optional.empty();
    private Optional<NextHop> outbound = Optional.empty();
    private final List<OutboundConfig.Route> routes = new ArrayList<>();
    private long sequence = 7;

    public static DomainName domain(String name) {
        try {
            return DomainName.parse(name);
        } catch (AddressException e) {
            throw new AssertionError(name, e);
        }
    }

    private static List<EmailAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(QueueFixtures::address).toList();
    }

    private TableBuilder add(String name, DomainKind kind, Optional<EmailAddress> domainPostmaster) {
        domains.put(domain(name), new RoutedDomain(domain(name), kind, List.of(), domainPostmaster, Optional.empty()));
        return this;
    }

    public TableBuilder mailbox(String name) {
        return add(name, new DomainKind.Mailbox(), Optional.empty());
    }

    public TableBuilder mailbox(String name, String domainPostmaster) {
        return add(name, new DomainKind.Mailbox(), Optional.of(QueueFixtures.address(domainPostmaster)));
    }

    public TableBuilder alias(String name) {
        return add(name, new DomainKind.Alias(), Optional.empty());
    }

    public TableBuilder local(String name, String usersFrom) {
        return add(name, new DomainKind.Local(domain(usersFrom)), Optional.empty());
    }

    public TableBuilder unavailable(String name) {
        return add(name, new DomainKind.Unavailable("spec.domain is not valid"), Optional.empty());
    }

    public TableBuilder relayAny(String name, NextHop hop) {
        return add(name, new DomainKind.Relay(hop, new RelayRecipients.Any()), Optional.empty());
    }

    public TableBuilder relayAny(String name, String host) {
        return add(name, new DomainKind.Relay(hop(host), new RelayRecipients.Any()), Optional.empty());
    }

    public TableBuilder relayListed(String name, String host, String... recipients) {
        List<EmailAddress> listed = addresses(recipients).stream().sorted().toList();
        return add(name, new DomainKind.Relay(hop(host), new RelayRecipients.Listed(listed)), Optional.empty());
    }

    public static NextHop hop(String host) {
        return new NextHop(host, 25, NextHop.Tls.OPPORTUNISTIC, Optional.empty());
    }

    public TableBuilder catchAll(String name, String... targets) {
        domains.computeIfPresent(
                domain(name),
                (key, it) -> new RoutedDomain(key, it.kind(), addresses(targets), it.postmaster(), it.incomplete()));
        return this;
    }

    public TableBuilder incomplete(String name) {
        domains.computeIfPresent(
                domain(name),
                (key, it) -> new RoutedDomain(
                        key, it.kind(), it.catchAll(), it.postmaster(), Optional.of("a user is invalid")));
        return this;
    }

    public TableBuilder alias(String address, String... targets) {
        return expand(address, new Expansion.Targets(addresses(targets), false));
    }

    public TableBuilder forward(String address, boolean keepLocalCopy, String... targets) {
        return expand(address, new Expansion.Targets(addresses(targets), keepLocalCopy));
    }

    public TableBuilder brokenAlias(String address) {
        return expand(address, new Expansion.Unavailable("no such target"));
    }

    private TableBuilder expand(String address, Expansion expansion) {
        aliases.put(QueueFixtures.address(address).toCanonical(), expansion);
        return this;
    }

    public TableBuilder postmaster(String address) {
        postmaster = Optional.of(QueueFixtures.address(address));
        return this;
    }

    public TableBuilder outbound(NextHop hop) {
        outbound = Optional.of(hop);
        return this;
    }

    public TableBuilder outbound(String host) {
        return outbound(hop(host));
    }

    /** A next hop for everything, or none. */
    public TableBuilder outboundIf(boolean there) {
        outbound = Optional.of(hop("smarthost.example.net")).filter(hop -> there);
        return this;
    }

    /** A route for a domain, or, with {@code *.} in front, for every domain below it. */
    public TableBuilder route(String pattern, NextHop hop) {
        boolean below = pattern.startsWith("*.");
        List<DomainName> domain = List.of(domain(pattern.substring(below ? 2 : 0)));
        routes.add(
                below
                        ? new OutboundConfig.Route(List.of(), domain, hop)
                        : new OutboundConfig.Route(domain, List.of(), hop));
        return this;
    }

    /** The route of mail from users of a domain that was added before. */
    public TableBuilder senders(String name, SenderRoute route) {
        domains.computeIfPresent(
                domain(name),
                (key, it) -> new RoutedDomain(
                        key, it.kind(), it.catchAll(), it.postmaster(), it.incomplete(), Optional.of(route)));
        return this;
    }

    public TableBuilder sequence(long number) {
        sequence = number;
        return this;
    }

    public RoutingTable build() {
        return new RoutingTable(
                sequence,
                new RoutingCommon(ConfigFormat.VERSION, postmaster, List.of(), new OutboundConfig(outbound, routes)),
                SmtpLimits.DEFAULT,
                new SmtpCredentials(ConfigFormat.VERSION, List.of()),
                IntStream.range(0, Buckets.COUNT).mapToObj(this::bucket).toList());
    }

    private RoutingBucket bucket(int number) {
        return new RoutingBucket(
                ConfigFormat.VERSION,
                number,
                domains.values().stream()
                        .filter(domain -> Buckets.of(domain.name()) == number)
                        .toList(),
                aliases.entrySet().stream()
                        .filter(entry -> Buckets.of(entry.getKey()) == number)
                        .map(entry -> new AliasEntry(entry.getKey(), entry.getValue()))
                        .toList());
    }
}
