package io.postwerk.config.users;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Sorted;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.mail.EmailAddress;
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

        List<Removal> mailboxes) {

    public MailboxRemovals {
        mailboxes = List.copyOf(mailboxes);
        Sorted.require(mailboxes, Removal::id);
    }

    /**
     * A mailbox whose user was deleted together with its mail.
     *
     * @param id opaque id of the mailbox
     * @param address the address that the user had. As long as a user with this address and this mailbox is known, nothing is
     *     removed: the files of two programs do not change at the same moment
     */
    public record Removal(@Bounds(min = 1, max = 128) String id, EmailAddress address) {}

    /**
     * What imap-server reloads live: one complete set of files.
     *
     * @param sequence sequence number of the set that this was made from
     * @param mailboxes to be removed, none twice
     * @param limits what clients may take
     */
    public record Table(long sequence, List<Removal> mailboxes, MailboxLimits limits) {
        public Table {
            mailboxes = List.copyOf(mailboxes);
        }
    }
}
