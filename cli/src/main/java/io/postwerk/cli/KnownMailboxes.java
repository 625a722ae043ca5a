package io.postwerk.cli;

import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.user.MailboxIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The mailboxes that users of this machine have had. On one machine mail is always kept: a user who is made anew under another
 * MailServer or in another namespace has another mailbox, and that is said, as is mail without a user.
 */
final class KnownMailboxes {
    /** Between an address and whose it was. */
    private static final String SEPARATOR = " of MailServer ";

    private final Optional<StateFile> file;
    private final Map<String, String> known;
    private Map<String, String> served = new TreeMap<>();

    private KnownMailboxes(Optional<StateFile> file, Map<String, String> known) {
        this.file = file;
        this.known = known;
    }

    static KnownMailboxes keep(DataFolder data) throws CliException {
        StateFile file = new StateFile(data, "mailboxes.json");
        return new KnownMailboxes(Optional.of(file), file.read());
    }

    static KnownMailboxes none() {
        return new KnownMailboxes(Optional.empty(), new TreeMap<>());
    }

    /** Takes the users that there are now; returns warnings for those whose addresses have mail in other mailboxes. */
    List<Problem> serve(ObjectKey server, Manifests manifests) {
        served = new TreeMap<>();
        List<Problem> warnings = new ArrayList<>();
        Map<String, List<Map.Entry<String, String>>> byAddress = known.entrySet().stream()
                .collect(Collectors.groupingBy(mailbox ->
                        mailbox.getValue().substring(0, mailbox.getValue().lastIndexOf(SEPARATOR))));
        for (Sourced<MailUser> user : manifests.users()) {
            Optional<EmailAddress> address =
                    EmailAddress.tryParse(user.resource().getSpec().address());
            if (address.isEmpty()) continue;
            String id = MailboxIds.of(server, user.namespace(), address.get());
            String canonical = address.get().toCanonical().toString();
            served.put(id, canonical + SEPARATOR + server + ", namespace " + user.namespace());
            for (Map.Entry<String, String> other : byAddress.getOrDefault(canonical, List.of())) {
                if (!other.getKey().equals(id))
                    warnings.add(Problem.warning(
                            user.source(),
                            user.title(),
                            "spec.address",
                            "there is mail in another mailbox, which was that of " + other.getValue(),
                            "this user does not see it; see \"Changes of identity\" in docs/operate.md"));
            }
        }
        return warnings;
    }

    /** Mailboxes that nobody has now, in words for the user. */
    List<String> orphans() {
        return known.entrySet().stream()
                .filter(mailbox -> !served.containsKey(mailbox.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** Records the users taken last: they are in force. */
    void keep() throws CliException {
        if (known.keySet().containsAll(served.keySet())) return;
        served.forEach(known::putIfAbsent);
        if (file.isPresent()) file.get().write(known);
    }
}
