package io.postwerk.plan;

import io.postwerk.config.users.MailboxRemovals;
import java.util.List;

/**
 * A resource that is being deleted together with its mail.
 *
 * @param kind its kind
 * @param key its namespace and name
 * @param mailboxes mailboxes that must be gone before the resource may be; none if they belong to somebody again
 */
public record Removal(String kind, ObjectKey key, List<MailboxRemovals.Removal> mailboxes) {
    public Removal {
        mailboxes = List.copyOf(mailboxes);
    }
}
