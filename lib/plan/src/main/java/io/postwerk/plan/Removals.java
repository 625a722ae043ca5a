package io.postwerk.plan;

import io.postwerk.crds.MailServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds a plan that drops more than half of the domains or users at once. */
final class Removals {
    private static final int TOKEN_OCTETS = 6;
    private static final int SHOWN = 5;

    private Removals() {}

    static Optional<Hold> check(
            Optional<Applied> before, Applied now, Owner owner, MailServer server, Findings findings) {
        List<String> domains = gone(before.map(Applied::domains), now.domains());
        List<String> users = gone(before.map(Applied::users), now.users());
        boolean many = before.filter(b -> tooMany(domains, b.domains()) || tooMany(users, b.users()))
                .isPresent();
        Hold hold = new Hold(domains, users, token(domains, users));
        Map<String, String> annotations =
                Optional.ofNullable(server.getMetadata().getAnnotations()).orElse(Map.of());
        if (!many || hold.token().equals(annotations.get(Hold.ANNOTATION))) {
            return Optional.empty();
        }
        findings.unresolved(
                owner,
                "",
                Reason.REMOVAL_HELD,
                domains.size() + " of " + before.get().domains().size() + " domains and " + users.size() + " of "
                        + before.get().users().size() + " users would be gone at once: " + shown(domains, users),
                "nothing is changed; if it is meant, give the MailServer the annotation " + Hold.ANNOTATION + ": \""
                        + hold.token() + "\"");
        return Optional.of(hold);
    }

    private static boolean tooMany(List<String> gone, Set<String> before) {
        return 2L * gone.size() > before.size();
    }

    private static List<String> gone(Optional<Set<String>> before, Set<String> now) {
        return before.orElse(Set.of()).stream()
                .filter(name -> !now.contains(name))
                .sorted()
                .toList();
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
