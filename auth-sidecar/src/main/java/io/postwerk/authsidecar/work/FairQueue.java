package io.postwerk.authsidecar.work;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A bounded queue that is fair to networks and to names (start-time fair queueing): a task belongs to the first round in which neither its
 * network nor its name has one yet, and rounds are served in order. One network, or one name, with hundreds of tasks delays another's
 * by one task. Known users' tasks have a queue of their own, and at least every second turn. A full queue drops the task of the
 * latest round. Not thread-safe.
 */
final class FairQueue {

    private final int capacity;
    private final Rounds known = new Rounds();
    private final Rounds others = new Rounds();
    private long added;
    private boolean knownWasLast;

    private record Entry(long round, long number, Task task) {}

    FairQueue(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return known.entries.size() + others.entries.size();
    }

    /** Takes a task in. @return the task that has no room, which may be this one */
    Optional<Task> add(Task task) {
        (task.known() ? known : others).add(new Entry(0, added++, task));
        if (size() <= capacity) {
            return Optional.empty();
        }
        Rounds longer = others.entries.isEmpty() ? known : others;
        return Optional.of(longer.remove(longer.entries.last()));
    }

    Optional<Task> poll() {
        boolean fromKnown = others.entries.isEmpty() || !known.entries.isEmpty() && !knownWasLast;
        Rounds rounds = fromKnown ? known : others;
        if (rounds.entries.isEmpty()) {
            return Optional.empty();
        }
        knownWasLast = fromKnown;
        rounds.current = rounds.entries.first().round();
        return Optional.of(rounds.remove(rounds.entries.first()));
    }

    /** The tasks of one kind of user, by round. */
    private static final class Rounds {

        private final TreeSet<Entry> entries =
                new TreeSet<>(Comparator.comparingLong(Entry::round).thenComparingLong(Entry::number));
        private final Map<String, Share> shares = new HashMap<>();
        private long current;

        private record Share(int queued, long lastRound) {}

        void add(Entry entry) {
            String network = networkKey(entry.task());
            String name = nameKey(entry.task());
            long round = Math.max(current, Math.max(next(network), next(name)));
            take(network, round);
            take(name, round);
            entries.add(new Entry(round, entry.number(), entry.task()));
        }

        Task remove(Entry entry) {
            entries.remove(entry);
            giveBack(networkKey(entry.task()));
            giveBack(nameKey(entry.task()));
            return entry.task();
        }

        private long next(String key) {
            Share share = shares.get(key);
            return share == null || key.length() == 1 ? 0 : share.lastRound() + 1;
        }

        private void take(String key, long round) {
            Share share = shares.get(key);
            shares.put(key, new Share(share == null ? 1 : share.queued() + 1, round));
        }

        private void giveBack(String key) {
            shares.computeIfPresent(key, (_, s) -> s.queued() == 1 ? null : new Share(s.queued() - 1, s.lastRound()));
        }

        /** An exempt or unknown client has no share of its own: there the name alone counts. */
        private static String networkKey(Task task) {
            return "@" + task.asker().network().orElse("");
        }

        private static String nameKey(Task task) {
            return "=" + task.asker().name().orElse("");
        }
    }
}
