package io.postwerk.plan.removal;

import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.crds.ObjectKey;
import java.util.List;

/**
 * A resource that is being deleted together with its mail.
 *
 * @param kind its kind
 * @param key its namespace and name
 * @param mailboxes mailboxes that must be gone before the resource may be; empty if other resources have them again
 */
public record MailRemoval(String kind, ObjectKey key, List<MailboxRemovals.Removal> mailboxes) {
    public MailRemoval {
        mailboxes = List.copyOf(mailboxes);
    }
}
