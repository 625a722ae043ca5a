package io.postwerk.smtpserver.queue;

import io.postwerk.mail.EmailAddress;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A recipient that still has to be reached, and what became of it so far.
 *
 * @param index its place among the mail's recipients, which never changes: part of its delivery id
 * @param address where to deliver: aliases are expanded
 * @param original what the sender wrote; the address that the sender may be told about (RFC 3464 4.2)
 * @param attempts attempts that failed
 * @param nextAttempt not before this
 * @param delayReported whether the sender was told of the delay
 * @param lastFailure why the last attempt failed
 */
public record QueuedRecipient(
        int index,
        EmailAddress address,
        EmailAddress original,
        Destination destination,
        int attempts,
        Instant nextAttempt,
        boolean delayReported,
        Optional<DeliveryFailure> lastFailure) {

    public QueuedRecipient {
        Objects.requireNonNull(address);
        Objects.requireNonNull(original);
        Objects.requireNonNull(destination);
        Objects.requireNonNull(nextAttempt);
        Objects.requireNonNull(lastFailure);
        if (index < 0 || attempts < 0) {
            throw new IllegalArgumentException("negative index or attempts");
        }
    }

    /** One that was not tried yet, and may be at once. */
    public static QueuedRecipient create(
            int index, EmailAddress address, EmailAddress original, Destination destination, Instant now) {
        return new QueuedRecipient(index, address, original, destination, 0, now, false, Optional.empty());
    }

    /** After one more failure, to be tried again then. */
    public QueuedRecipient deferred(DeliveryFailure failure, Instant next) {
        return new QueuedRecipient(
                index, address, original, destination, attempts + 1, next, delayReported, Optional.of(failure));
    }

    /** After the sender was told that it takes longer. */
    public QueuedRecipient withDelayReported() {
        return new QueuedRecipient(index, address, original, destination, attempts, nextAttempt, true, lastFailure);
    }

    /** Whether {@link #address} may be shown to the sender: it is what the sender wrote. */
    public boolean addressIsPublic() {
        return address.equals(original);
    }
}
