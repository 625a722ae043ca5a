package io.postwerk.plan.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Claims of resources to domains or addresses. Of several claims to the same one the claim of the oldest resource wins, and the others are reported.
 *
 * @param <K> what is claimed
 * @param <V> what it would become
 */
public final class Claims<K extends Comparable<K>, V> {
    /**
     * One claim.
     *
     * @param owner who claims
     * @param field where the owner says so
     * @param value what it would become
     */
    public record Claim<V>(Claimant owner, String field, V value) {}

    private final SortedMap<K, List<Claim<V>>> claims = new TreeMap<>();
    private final SortedMap<K, Claim<V>> winners = new TreeMap<>();

    public void add(K key, Claimant owner, String field, V value) {
        claims.computeIfAbsent(key, k -> new ArrayList<>()).add(new Claim<>(owner, field, value));
    }

    /** Decides all claims and reports the losers. Of claims of one resource the first wins. */
    public void decide(Findings findings) {
        claims.forEach((key, list) -> {
            list.sort(Comparator.comparing(Claim::owner));
            Claim<V> winner = list.getFirst();
            winners.put(key, winner);
            for (Claim<V> loser : list.subList(1, list.size())) {
                if (loser.owner().equals(winner.owner())) {
                    findings.warning(
                            loser.owner(),
                            loser.field(),
                            "'" + key + "' is there already, as " + winner.field(),
                            "remove one");
                } else {
                    findings.error(
                            loser.owner(),
                            loser.field(),
                            Reason.CONFLICT,
                            "'" + key + "' belongs to " + seenFrom(loser.owner(), winner.owner()) + " already",
                            "remove one of the two");
                }
            }
        });
    }

    /** Names of resources of another namespace are not shown to a tenant. */
    private static String seenFrom(Claimant loser, Claimant winner) {
        return loser.namespace().equals(winner.namespace())
                ? winner.title()
                : "a " + winner.kind() + " of another namespace";
    }

    /** Gives a key that has no winner to a resource, after the decision. */
    public void grant(K key, Claimant owner, String field, V value) {
        winners.putIfAbsent(key, new Claim<>(owner, field, value));
    }

    public Optional<Claim<V>> winner(K key) {
        return Optional.ofNullable(winners.get(key));
    }

    public SortedMap<K, Claim<V>> winners() {
        return winners;
    }

    /** Whether this owner holds the key. */
    public boolean holds(K key, Claimant owner) {
        return winner(key).filter(w -> w.owner().equals(owner)).isPresent();
    }
}
