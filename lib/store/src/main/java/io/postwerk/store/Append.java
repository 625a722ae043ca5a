package io.postwerk.store;

import io.postwerk.mail.MessageSource;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message to be added to a folder.
 *
 * @param mailbox whose
 * @param folder where to
 * @param message all of it; the caller closes it, after the append
 * @param flags its first flags
 * @param internalDate when it arrived; now, if not given. Kept in whole seconds, from 1970 to 2106
 * @param deliveryId if given, the message is added only if this mailbox has got no message with this id in (at least)
 *     the last 30 days
 * @param limits what the mailbox may take up with this message
 */
public record Append(
        MailboxId mailbox,
        FolderName folder,
        MessageSource message,
        Flags flags,
        Optional<Instant> internalDate,
        Optional<DeliveryId> deliveryId,
        QuotaLimits limits) {
    public Append {
        Objects.requireNonNull(mailbox);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(message);
        Objects.requireNonNull(flags);
        Objects.requireNonNull(internalDate);
        Objects.requireNonNull(deliveryId);
        Objects.requireNonNull(limits);
    }

    /** New mail: to INBOX, without flags, now. */
    public static Append delivery(
            MailboxId mailbox, MessageSource message, Optional<DeliveryId> deliveryId, QuotaLimits limits) {
        return new Append(mailbox, FolderName.INBOX, message, Flags.NONE, Optional.empty(), deliveryId, limits);
    }
}
