package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Sorted;
import java.util.List;

/**
 * {@code routing-NN.json}: the domains and aliases of one bucket, see {@link Buckets}. Reloaded live.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param bucket number of this bucket, 0 to 63
 * @param domains domains that are ours, sorted by name
 * @param aliases addresses that stand for other ones, sorted by their canonical form
 */
public record RoutingBucket(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(max = 63) int bucket,
        List<RoutedDomain> domains,
        List<AliasEntry> aliases) {

    public RoutingBucket {
        domains = List.copyOf(domains);
        aliases = List.copyOf(aliases);
        Sorted.require(domains, RoutedDomain::name);
        Sorted.require(aliases, AliasEntry::address);
        domains.forEach(d -> Buckets.require(bucket, d.name()));
        aliases.forEach(a -> Buckets.require(bucket, a.address()));
    }
}
