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
 * Finds circles of addresses out of which nothing leads, and reports each of them. A circle with a way out is none: an address is
 * followed once, and what counts is what can be reached.
 */
final class ForwardingLoops {
    private final SortedMap<EmailAddress, List<EmailAddress>> steps;
    private final Set<EmailAddress> ways = new HashSet<>();

    /**
     * Looks for circles.
     *
     * @param steps where mail for an address goes next, for every address that has no mailbox
     */
    ForwardingLoops(SortedMap<EmailAddress, List<EmailAddress>> steps) {
        this.steps = steps;
        markWaysOut();
    }

    /** Backwards from everything that is an end, to every address from which it can be reached. */
    private void markWaysOut() {
        Map<EmailAddress, List<EmailAddress>> back = new HashMap<>();
        Deque<EmailAddress> pending = new ArrayDeque<>();
        steps.forEach((from, targets) -> targets.forEach(to -> {
            back.computeIfAbsent(to, key -> new ArrayList<>()).add(from);
            if (!steps.containsKey(to) && ways.add(to)) {
                pending.add(to);
            }
        }));
        while (!pending.isEmpty()) {
            for (EmailAddress from : back.getOrDefault(pending.poll(), List.of())) {
                if (ways.add(from)) {
                    pending.add(from);
                }
            }
        }
    }

    /** The circles, each from its smallest address to the same again. */
    List<List<EmailAddress>> find() {
        List<List<EmailAddress>> circles = new ArrayList<>();
        Set<EmailAddress> done = new HashSet<>();
        for (EmailAddress start : steps.keySet()) {
            // Without a way out every address has a next one, so following any of them ends in a circle.
            List<EmailAddress> path = new ArrayList<>();
            EmailAddress at = start;
            while (!ways.contains(at) && done.add(at)) {
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

    /** A circle for people. */
    static String shown(List<EmailAddress> circle) {
        return circle.stream().map(EmailAddress::canonical).collect(Collectors.joining(" -> ")) + " -> "
                + circle.getFirst().canonical();
    }
}
