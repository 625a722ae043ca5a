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
public record AppendRequest(
        MailboxId mailbox,
        FolderName folder,
        MessageSource message,
        Flags flags,
        Optional<Instant> internalDate,
        Optional<DeliveryId> deliveryId,
        QuotaLimits limits) {
    public AppendRequest {
        Objects.requireNonNull(mailbox);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(message);
        Objects.requireNonNull(flags);
        Objects.requireNonNull(internalDate);
        Objects.requireNonNull(deliveryId);
        Objects.requireNonNull(limits);
    }

    /** New mail: to INBOX, without flags, now. */
    public static AppendRequest delivery(
            MailboxId mailbox, MessageSource message, Optional<DeliveryId> deliveryId, QuotaLimits limits) {
        return new AppendRequest(mailbox, FolderName.INBOX, message, Flags.NONE, Optional.empty(), deliveryId, limits);
    }

    /**
     * Names one delivery to one recipient: if the same delivery is tried again, it brings the same id, and the store knows
     * it. 1 to 128 visible ASCII characters.
     */
    public record DeliveryId(String value) {
        public DeliveryId {
            if (value.isEmpty() || value.length() > 128 || !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw new IllegalArgumentException("a delivery id is 1 to 128 visible ASCII characters");
            }
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
