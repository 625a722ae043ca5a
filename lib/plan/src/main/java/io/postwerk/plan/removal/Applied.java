package io.postwerk.plan.removal;

import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.users.UserTable;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The domains and users of an applied plan, with which the next one is compared: one that drops too many of them is held.
 *
 * @param domains canonical names of the domains
 * @param users canonical addresses of the users
 * @param recentDomains domains that earlier plans have removed recently ({@link RecentRemovals})
 * @param recentUsers users, likewise
 * @param namespaces namespaces of the resources that have or had them, by name and address, as far as they are known
 */
public record Applied(
        Set<String> domains,
        Set<String> users,
        Set<String> recentDomains,
        Set<String> recentUsers,
        Map<String, String> namespaces) {
    public Applied {
        domains = Set.copyOf(domains);
        users = Set.copyOf(users);
        recentDomains = Set.copyOf(recentDomains);
        recentUsers = Set.copyOf(recentUsers);
        namespaces = Map.copyOf(namespaces);
    }

    /** Where nothing is remembered of earlier plans. */
    public Applied(Set<String> domains, Set<String> users) {
        this(domains, users, Set.of(), Set.of(), Map.of());
    }

    /** What the config files of a running installation have. */
    public static Applied of(RoutingTable routing, UserTable users) {
        return new Applied(
                routing.domains().map(domain -> domain.name().ascii()).collect(Collectors.toSet()),
                users.users().map(user -> user.address().canonical()).collect(Collectors.toSet()));
    }
}
