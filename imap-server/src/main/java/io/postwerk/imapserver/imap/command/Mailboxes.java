package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import java.util.Optional;

/** From mailbox names of the protocol to folders of the store. */
final class Mailboxes {
    private Mailboxes() {}

    /**
     * A name for a folder; one delimiter at its end says only that there will be names below it (RFC 3501 section
     * 6.3.3).
     */
    static Optional<FolderName> name(String mailbox) {
        boolean ended = mailbox.length() > 1 && mailbox.charAt(mailbox.length() - 1) == FolderName.SEPARATOR;
        return FolderName.parse(ended ? mailbox.substring(0, mailbox.length() - 1) : mailbox);
    }

    static Optional<Folder> find(String mailbox, ImapSession session) {
        return FolderName.parse(mailbox)
                .flatMap(
                        name -> session.services().store().folder(session.user().mailbox(), name));
    }
}
