package io.postwerk.smtp;

import io.postwerk.mail.EmailAddress;
import java.util.Optional;

/**
 * The argument of MAIL FROM (RFC 5321 4.1.2).
 *
 * @param address the sender's mailbox; empty for the null reverse-path {@code <>} of notifications (RFC 5321 4.5.5)
 */
public record ReversePath(Optional<EmailAddress> address) {
    /** The null reverse-path. */
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(EmailAddress address) {
        return new ReversePath(Optional.of(address));
    }

    /** The path with its angle brackets. */
    @Override
    public String toString() {
        return "<" + address.map(EmailAddress::toString).orElse("") + ">";
    }
}
