package io.postwerk.config.users;

import java.util.List;

/**
 * The mailboxes to be removed according to one complete set of files.
 *
 * @param sequence sequence number of the set that this was made from
 * @param mailboxes none twice
 */
public record RemovalTable(long sequence, List<MailboxRemoval> mailboxes) {
    public RemovalTable {
        mailboxes = List.copyOf(mailboxes);
    }
}
