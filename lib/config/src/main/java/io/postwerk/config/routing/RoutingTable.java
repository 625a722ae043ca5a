package io.postwerk.config.routing;

import io.postwerk.config.Buckets;
import io.postwerk.config.Sorted;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routing of one complete set of files: which domains are ours, what stands for what, and the logins at other servers.
 * Immutable; a reload replaces it as a whole.
 */
public final class RoutingTable {
    private final long sequence;
    private final Optional<EmailAddress> postmaster;
    private final List<String> draining;
    private final Map<String, SmtpCredentials.Login> logins;
    private final OutboundRoutes outbound;
    private final SmtpLimits limits;
    private final RoutedDomain[][] domains = new RoutedDomain[Buckets.COUNT][];
    private final AliasEntry[][] aliases = new AliasEntry[Buckets.COUNT][];

    /** The table of the given files; there must be one for every bucket. */
    public RoutingTable(
            long sequence,
            RoutingCommon common,
            SmtpLimits limits,
            SmtpCredentials credentials,
            List<RoutingBucket> buckets) {
        this.limits = limits;
        this.sequence = sequence;
        this.postmaster = common.postmaster();
        this.draining = common.draining();
        this.outbound = new OutboundRoutes(common.outbound());
        this.logins = credentials.logins().stream()
                .collect(Collectors.toUnmodifiableMap(SmtpCredentials.Login::name, Function.identity()));
        if (buckets.size() != Buckets.COUNT) {
            throw new IllegalArgumentException("there are " + Buckets.COUNT + " buckets, not " + buckets.size());
        }
        for (RoutingBucket bucket : buckets) {
            domains[bucket.bucket()] = bucket.domains().toArray(RoutedDomain[]::new);
            aliases[bucket.bucket()] = bucket.aliases().toArray(AliasEntry[]::new);
        }
    }

    /** Sequence number of the set that this was made from. */
    public long sequence() {
        return sequence;
    }

    /** The domain, if it is ours. */
    public Optional<RoutedDomain> domain(DomainName name) {
        return find(domains[Buckets.of(name)], RoutedDomain::name, name);
    }

    /** What the address stands for, if it is an alias or a user that forwards. One step: targets may be aliases again. */
    public Optional<Expansion> aliases(EmailAddress address) {
        return find(aliases[Buckets.of(address)], AliasEntry::address, address).map(AliasEntry::expansion);
    }

    /** Where mail for {@code <postmaster>} without a domain, or at the server's own hostname, goes (RFC 5321 4.5.1). */
    public Optional<EmailAddress> postmaster() {
        return postmaster;
    }

    /** Whether the host of that name shall take no new mail and deliver what it has. */
    public boolean isDraining(String host) {
        return draining.contains(host);
    }

    /** What clients may take, by the same set of files. */
    public SmtpLimits limits() {
        return limits;
    }

    /** The server that takes mail for a domain that is not ours, if no sender's domain has one of its own. */
    public Optional<NextHop> outbound(DomainName domain) {
        return outbound.of(domain);
    }

    /** The route for mail from a domain's users, if the domain has one of its own. */
    public Optional<SenderRoute> senders(DomainName domain) {
        return domain(domain).flatMap(RoutedDomain::senders);
    }

    /** The login that {@link NextHop#credentials()} names. */
    public Optional<SmtpCredentials.Login> login(String name) {
        return Optional.ofNullable(logins.get(name));
    }

    /** All domains, in no particular order. */
    public Stream<RoutedDomain> domains() {
        return Arrays.stream(domains).flatMap(Arrays::stream);
    }

    private static <T, K extends Comparable<K>> Optional<T> find(T[] sorted, Function<T, K> key, K wanted) {
        int at = Sorted.find(sorted, key, wanted, Comparator.naturalOrder());
        return at < 0 ? Optional.empty() : Optional.of(sorted[at]);
    }
}
