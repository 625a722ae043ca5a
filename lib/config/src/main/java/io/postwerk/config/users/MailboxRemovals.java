package io.postwerk.config.users;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Sorted;
import java.util.List;

/**
 * {@code removals.json}: the mailboxes that imap-server removes for good. Reloaded live. An entry stays until every imap-server
 * has reported that it is done.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param mailboxes the mailboxes, sorted by their ids
 */
public record MailboxRemovals(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        List<MailboxRemoval> mailboxes) {

    public MailboxRemovals {
        mailboxes = List.copyOf(mailboxes);
        Sorted.require(mailboxes, MailboxRemoval::id);
    }
}
