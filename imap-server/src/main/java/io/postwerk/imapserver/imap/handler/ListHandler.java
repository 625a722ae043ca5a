package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Handles {@link ImapCommand.List}. */
final class ListHandler {
    /** RFC 6154 2, by the names that clients make. */
    private static final Map<String, String> SPECIAL_USE = Map.of(
            "Archive", "\\Archive",
            "Drafts", "\\Drafts",
            "Junk", "\\Junk",
            "Sent", "\\Sent",
            "Trash", "\\Trash");

    private ListHandler() {}

    static StatusResponse handle(ImapCommand.List list, ImapSession session) throws IOException {
        if (list.pattern().isEmpty()) {
            session.write(UntaggedResponses.hierarchy(list.subscribed()));
        } else if (list.subscribed()) {
            listSubscribed(list, session);
        } else {
            listExisting(list, session);
        }
        return StatusResponses.completed(list.subscribed() ? "LSUB" : "LIST");
    }

    private static void listExisting(ImapCommand.List list, ImapSession session) throws IOException {
        MailboxStore store = session.services().store();
        TreeSet<FolderName> existing = store.folders(session.user().mailbox()).stream()
                .map(Folder::name)
                .collect(Collectors.toCollection(TreeSet::new));
        ListPattern pattern = new ListPattern(list.reference(), list.pattern());
        SortedSet<FolderName> parents = ancestors(existing);
        for (FolderName name : union(existing, parents)) {
            session.letOthersGoOn();
            if (pattern.matches(name.value())) {
                List<String> attributes = new ArrayList<>();
                if (!existing.contains(name)) {
                    // RFC 3501 7.2.2: a level of the hierarchy that is no mailbox
                    attributes.add("\\Noselect");
                }
                // RFC 3348 3
                attributes.add(parents.contains(name) ? "\\HasChildren" : "\\HasNoChildren");
                if (existing.contains(name) && SPECIAL_USE.containsKey(name.value())) {
                    attributes.add(SPECIAL_USE.get(name.value()));
                }
                session.write(UntaggedResponses.list(false, attributes, name.value()));
            }
        }
    }

    private static void listSubscribed(ImapCommand.List list, ImapSession session) throws IOException {
        MailboxId mailbox = session.user().mailbox();
        Collection<FolderName> subscribed = session.services().store().subscriptions(mailbox);
        ListPattern pattern = new ListPattern(list.reference(), list.pattern());
        // RFC 3501 6.3.9: "%" shows a level that is not subscribed, if something below it is
        boolean levels = list.pattern().endsWith("%");
        for (FolderName name : union(subscribed, levels ? ancestors(subscribed) : List.of())) {
            session.letOthersGoOn();
            if (pattern.matches(name.value())) {
                List<String> attributes = subscribed.contains(name) ? List.of() : List.of("\\Noselect");
                session.write(UntaggedResponses.list(true, attributes, name.value()));
            }
        }
    }

    private static SortedSet<FolderName> ancestors(Collection<FolderName> names) {
        TreeSet<FolderName> all = new TreeSet<>();
        names.forEach(name -> all.addAll(name.ancestors()));
        return all;
    }

    private static SortedSet<FolderName> union(Collection<FolderName> some, Collection<FolderName> others) {
        TreeSet<FolderName> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
