package io.postwerk.tests.siege;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Every attack, in the order in which they are run. */
final class Attacks {
    private static final List<Attack> ALL = List.of(new HostileSummaries(), new HostileSearches(), new KillLedger());

    private Attacks() {}

    /** Those with the names of the system property {@code postwerk.siege.attacks}, or all if it is empty. */
    static List<Attack> chosen() {
        Set<String> names = Set.copyOf(
                Arrays.stream(System.getProperty("postwerk.siege.attacks", "").split("[ ,]+"))
                        .filter(name -> !name.isEmpty())
                        .toList());
        List<String> known = ALL.stream().map(Attack::name).toList();
        if (!known.containsAll(names)) throw new IllegalArgumentException("attacks are " + known + ", not " + names);
        return ALL.stream()
                .filter(attack -> names.isEmpty() || names.contains(attack.name()))
                .toList();
    }
}
