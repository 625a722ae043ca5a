package io.postwerk.plan.removal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What applied plans have taken away lately and none has brought back. A mass removal often comes one by one: a namespace that is
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
            // Somebody has confirmed it; what follows is looked at by itself.
            domains.clear();
            users.clear();
            return;
        }
        note(domains, before.domains(), now.domains(), when);
        note(users, before.users(), now.users(), when);
    }

    /** What was in force, together with what has gone lately. */
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
