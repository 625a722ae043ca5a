package io.postwerk.plan.removal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The recent removals: domains and users that applied plans have removed and none has added again. A mass removal often comes in
 * steps: a namespace that is
 * deleted, a Git repository that has lost its folder. Not for several threads at once.
 */
public final class RecentRemovals {
    /** How long a removal is remembered. */
    public static final Duration WINDOW = Duration.ofMinutes(30);

    private final Map<String, Instant> domains = new HashMap<>();
    private final Map<String, Instant> users = new HashMap<>();

    /** Notes that a plan has been applied. */
    public void note(Applied before, Applied now, Instant when) {
        Applied known = of(before, when);
        if (MassRemoval.areMany(known, now)) {
            // It was confirmed; removals that follow are counted anew.
            domains.clear();
            users.clear();
            return;
        }
        note(domains, before.domains(), now.domains(), when);
        note(users, before.users(), now.users(), when);
    }

    /** The domains and users in force, together with the recent removals. */
    public Applied of(Applied inForce, Instant when) {
        Instant oldest = when.minus(WINDOW);
        domains.values().removeIf(oldest::isAfter);
        users.values().removeIf(oldest::isAfter);
        return new Applied(inForce.domains(), inForce.users(), domains.keySet(), users.keySet());
    }

    private static void note(Map<String, Instant> gone, Set<String> before, Set<String> now, Instant when) {
        now.forEach(gone::remove);
        before.stream().filter(name -> !now.contains(name)).forEach(name -> gone.put(name, when));
    }
}
