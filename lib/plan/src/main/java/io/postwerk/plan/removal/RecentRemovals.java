package io.postwerk.plan.removal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The recent removals: domains and users that applied plans have removed and none has added again. A mass removal often comes in
 * steps: a namespace that is deleted, a Git repository that has lost its folder.
 *
 * @param domains removals by the canonical name of the domain
 * @param users removals by the canonical address of the user
 */
public record RecentRemovals(Map<String, Removal> domains, Map<String, Removal> users) {
    /** How long a removal is remembered. */
    public static final Duration WINDOW = Duration.ofMinutes(30);

    /** None. */
    public static final RecentRemovals NONE = new RecentRemovals(Map.of(), Map.of());

    /**
     * One removal.
     *
     * @param at when it was
     * @param namespace namespace of the resource that is gone; empty if that is not known
     */
    public record Removal(Instant at, String namespace) {}

    public RecentRemovals {
        domains = Map.copyOf(domains);
        users = Map.copyOf(users);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return domains.isEmpty() && users.isEmpty();
    }

    /**
     * What they are once a plan is applied.
     *
     * @param before what is in force before it
     */
    public RecentRemovals after(Applied before, Applied now, Instant when) {
        if (MassRemoval.areMany(of(before, when), now)) {
            // It was confirmed; removals that follow are counted anew.
            return NONE;
        }
        return new RecentRemovals(
                after(domains, before.domains(), now.domains(), before, when),
                after(users, before.users(), now.users(), before, when));
    }

    /** The domains and users in force, together with the recent removals. */
    public Applied of(Applied inForce, Instant when) {
        Map<String, String> namespaces = new HashMap<>();
        Map<String, Removal> recentDomains = recent(domains, when);
        Map<String, Removal> recentUsers = recent(users, when);
        recentDomains.forEach((name, removal) -> namespaces.put(name, removal.namespace()));
        recentUsers.forEach((name, removal) -> namespaces.put(name, removal.namespace()));
        namespaces.putAll(inForce.namespaces());
        return new Applied(
                inForce.domains(), inForce.users(), recentDomains.keySet(), recentUsers.keySet(), namespaces);
    }

    private static Map<String, Removal> recent(Map<String, Removal> all, Instant when) {
        Instant oldest = when.minus(WINDOW);
        return all.entrySet().stream()
                .filter(entry -> !entry.getValue().at().isBefore(oldest))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Removal> after(
            Map<String, Removal> all, Set<String> before, Set<String> now, Applied owners, Instant when) {
        Map<String, Removal> gone = new HashMap<>(recent(all, when));
        gone.keySet().removeAll(now);
        before.stream()
                .filter(name -> !now.contains(name))
                .forEach(name ->
                        gone.put(name, new Removal(when, owners.namespaces().getOrDefault(name, ""))));
        return gone;
    }
}
