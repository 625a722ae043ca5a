package io.postwerk.tests.siege;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every attack, in the order in which they are run. */
final class Attacks {
    private static final List<Attack> ALL = Stream.of(
                    List.of(new HostileSummaries(), new HostileSearches()),
                    Crowd.all(),
                    List.of(
                            new OneClient(),
                            new AddressProbing(),
                            new PasswordGuessing(),
                            new Forgery(),
                            new OddMessages(),
                            new FullDisk(),
                            new ManifestCuts(),
                            new KillLedger(),
                            new PowerCut()))
            .flatMap(List::stream)
            .toList();

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
