package io.postwerk.plan.user;

import io.postwerk.mail.EmailAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Finds loops of addresses that no path leaves, and reports each of them. A loop that a path leaves is not reported: an address is
 * followed once, and what counts is what can be reached.
 */
final class ForwardingLoops {
    private final SortedMap<EmailAddress, List<EmailAddress>> steps;
    private final Set<EmailAddress> ending = new HashSet<>();

    /**
     * Looks for loops.
     *
     * @param steps where mail for an address goes next, for every address that has no mailbox
     */
    ForwardingLoops(SortedMap<EmailAddress, List<EmailAddress>> steps) {
        this.steps = steps;
        markEnding();
    }

    /** Backwards from everything that is an end, to every address from which it can be reached. */
    private void markEnding() {
        Map<EmailAddress, List<EmailAddress>> back = new HashMap<>();
        Deque<EmailAddress> pending = new ArrayDeque<>();
        steps.forEach((from, targets) -> targets.forEach(to -> {
            back.computeIfAbsent(to, key -> new ArrayList<>()).add(from);
            if (!steps.containsKey(to) && ending.add(to)) {
                pending.add(to);
            }
        }));
        while (!pending.isEmpty()) {
            for (EmailAddress from : back.getOrDefault(pending.poll(), List.of())) {
                if (ending.add(from)) {
                    pending.add(from);
                }
            }
        }
    }

    /** The loops, each from its smallest address to the same again. */
    List<List<EmailAddress>> find() {
        List<List<EmailAddress>> circles = new ArrayList<>();
        Set<EmailAddress> done = new HashSet<>();
        for (EmailAddress start : steps.keySet()) {
            // No path from these addresses ends, so following any of them reaches a loop.
            List<EmailAddress> path = new ArrayList<>();
            EmailAddress at = start;
            while (!ending.contains(at) && done.add(at)) {
                path.add(at);
                at = Objects.requireNonNull(steps.get(at)).getFirst();
            }
            int begin = path.indexOf(at);
            if (begin >= 0) {
                List<EmailAddress> circle = path.subList(begin, path.size());
                Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
                circles.add(List.copyOf(circle));
            }
        }
        return circles;
    }

    /** A loop, for a message. */
    static String shown(List<EmailAddress> circle) {
        return circle.stream().map(EmailAddress::canonical).collect(Collectors.joining(" -> ")) + " -> "
                + circle.getFirst().canonical();
    }
}
