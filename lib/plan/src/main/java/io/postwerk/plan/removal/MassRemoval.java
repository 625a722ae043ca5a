package io.postwerk.plan.removal;

import io.postwerk.crds.MailServer;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.user.MailboxIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a plan that drops more than half of the domains or users of a MailServer, at once or as the last of many, or that drops many
 * and more than half of those that one namespace has on it.
 */
public final class MassRemoval {
    private static final int TOKEN_OCTETS = 6;
    private static final int SHOWN = 5;
    private static final int BY_HAND = 10;

    private MassRemoval() {}

    public static Optional<RemovalHold> check(
            Optional<Applied> before, Applied now, Claimant owner, MailServer server, Findings findings) {
        if (before.isEmpty() || !areMany(before.get(), now)) {
            return Optional.empty();
        }
        Applied was = before.get();
        List<String> domains = gone(was.domains(), now.domains());
        List<String> users = gone(was.users(), now.users());
        RemovalHold hold = new RemovalHold(domains, users, token(domains, users));
        Map<String, String> annotations =
                Optional.ofNullable(server.getMetadata().getAnnotations()).orElse(Map.of());
        if (hold.token().equals(annotations.get(RemovalHold.ANNOTATION))) {
            return Optional.empty();
        }
        findings.unresolved(
                owner,
                "",
                Reason.REMOVAL_HELD,
                domains.size() + " of " + was.domains().size() + " domains and " + users.size() + " of "
                        + was.users().size() + " users would be gone at once" + lately(was, now)
                        + namespaces(was, now) + ": "
                        + shown(domains, users),
                "nothing is changed; if it is meant, give the MailServer the annotation " + RemovalHold.ANNOTATION
                        + ": \"" + hold.token() + "\"");
        return Optional.of(hold);
    }

    /**
     * Whether more than half is removed: at once or, from {@value #BY_HAND} on, together with recent removals; of all or, from
     * {@value #BY_HAND} on, of one namespace.
     */
    static boolean areMany(Applied before, Applied now) {
        return areMany(before.domains(), before.recentDomains(), now.domains())
                || areMany(before.users(), before.recentUsers(), now.users())
                || !emptied(before, now).isEmpty();
    }

    /** The namespaces that lose many of their domains or users, and more than half. */
    private static SortedSet<String> emptied(Applied before, Applied now) {
        SortedSet<String> namespaces = new TreeSet<>();
        namespaces.addAll(emptied(before, before.domains(), before.recentDomains(), now.domains()));
        namespaces.addAll(emptied(before, before.users(), before.recentUsers(), now.users()));
        return namespaces;
    }

    private static Set<String> emptied(Applied owners, Set<String> before, Set<String> recent, Set<String> now) {
        // Those that lose something now, how much that is with what went before, and of how much.
        Map<String, Integer> gone = new HashMap<>();
        Map<String, Integer> had = new HashMap<>();
        count(owners, before.stream().filter(name -> !now.contains(name)), gone);
        if (gone.isEmpty()) {
            return Set.of();
        }
        Set<String> losing = Set.copyOf(gone.keySet());
        count(owners, recent.stream().filter(name -> !now.contains(name) && !before.contains(name)), gone);
        count(owners, before.stream(), had);
        count(owners, recent.stream().filter(name -> !now.contains(name) && !before.contains(name)), had);
        return losing.stream()
                .filter(namespace -> gone.getOrDefault(namespace, 0) >= BY_HAND
                        && 2 * gone.getOrDefault(namespace, 0) > had.getOrDefault(namespace, 0))
                .collect(Collectors.toSet());
    }

    private static void count(Applied owners, Stream<String> names, Map<String, Integer> counts) {
        names.forEach(name -> {
            String namespace = owners.namespaces().getOrDefault(name, "");
            if (!namespace.isEmpty()) {
                counts.merge(namespace, 1, Integer::sum);
            }
        });
    }

    private static String namespaces(Applied was, Applied now) {
        SortedSet<String> emptied = emptied(was, now);
        return emptied.isEmpty() ? "" : ", more than half of namespace " + String.join(", ", emptied);
    }

    private static boolean areMany(Set<String> before, Set<String> recent, Set<String> now) {
        long gone = absent(before, now);
        if (gone == 0) {
            return false;
        }
        long lately = absent(recent, now);
        boolean atOnce = 2 * gone > before.size();
        return atOnce || gone + lately >= BY_HAND && 2 * (gone + lately) > before.size() + lately;
    }

    private static long absent(Set<String> names, Set<String> now) {
        return names.stream().filter(name -> !now.contains(name)).count();
    }

    private static String lately(Applied was, Applied now) {
        long domains = absent(was.recentDomains(), now.domains());
        long users = absent(was.recentUsers(), now.users());
        return domains + users == 0
                ? ""
                : ", after " + domains + " domains and " + users + " users in the last "
                        + RecentRemovals.WINDOW.toMinutes() + " minutes";
    }

    private static List<String> gone(Set<String> before, Set<String> now) {
        return before.stream().filter(name -> !now.contains(name)).sorted().toList();
    }

    private static String token(List<String> domains, List<String> users) {
        MessageDigest digest = MailboxIds.sha256();
        digest.update(String.join("\n", domains).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(String.join("\n", users).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, TOKEN_OCTETS);
    }

    private static String shown(List<String> domains, List<String> users) {
        List<String> all = Stream.concat(domains.stream(), users.stream()).toList();
        String first = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? first + " and " + (all.size() - SHOWN) + " more" : first;
    }
}
