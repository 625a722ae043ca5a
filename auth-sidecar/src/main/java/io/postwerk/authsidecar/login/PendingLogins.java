package io.postwerk.authsidecar.login;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The exchanges under way on one connection, with their deadlines. All have the same time limit, so the oldest one expires first.
 * Failures that are held back, and logins that wait for their turn, have deadlines of their own.
 */
final class PendingLogins {

    private record Due(long at, Login login) {}

    private final Map<Long, Login> underWay = new LinkedHashMap<>();
    private final Map<String, Integer> byNetwork = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private final long timeoutNanos;

    PendingLogins(long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
    }

    void add(Login login) {
        underWay.put(login.id(), login);
        login.network().ifPresent(network -> byNetwork.merge(network, 1, Integer::sum));
    }

    Optional<Login> find(long id) {
        return Optional.ofNullable(underWay.get(id));
    }

    List<Login> all() {
        return List.copyOf(underWay.values());
    }

    boolean contains(Login login) {
        return underWay.get(login.id()) == login;
    }

    void remove(Login login) {
        if (underWay.remove(login.id(), login)) {
            uncount(login);
        }
    }

    private void uncount(Login login) {
        login.network().ifPresent(network -> byNetwork.computeIfPresent(network, (_, n) -> n == 1 ? null : n - 1));
    }

    void clear() {
        underWay.clear();
        byNetwork.clear();
        due.clear();
    }

    int size() {
        return underWay.size();
    }

    /** How many are under way of clients of that network. */
    int sizeOf(String network) {
        return byNetwork.getOrDefault(network, 0);
    }

    /** A login has something to do at that time. */
    void wakeAt(Login login, long at) {
        due.add(new Due(at, login));
    }

    /** The logins that have something to do now. */
    List<Login> takeDue(long now) {
        var logins = new ArrayList<Login>();
        while (!due.isEmpty() && due.peek().at() <= now) {
            Login login = due.poll().login();
            if (contains(login)) {
                logins.add(login);
            }
        }
        return logins;
    }

    /** The oldest of a network's logins that waits for its client. */
    Optional<Login> oldestIdle(String network) {
        return underWay.values().stream()
                .filter(login -> login.network().equals(Optional.of(network)) && login.awaitsClient())
                .findFirst();
    }

    /** Those that have taken too long. */
    List<Login> expired(long now) {
        return underWay.values().stream()
                .takeWhile(login -> login.begun() + timeoutNanos <= now)
                .toList();
    }

    /** How long nothing is due, at most so long. */
    long nanosUntilDue(long now, long most) {
        long left = most;
        if (!due.isEmpty()) {
            left = Math.min(left, due.peek().at() - now);
        }
        if (!underWay.isEmpty()) {
            left = Math.min(left, underWay.values().iterator().next().begun() + timeoutNanos - now);
        }
        return Math.max(left, 0);
    }
}
