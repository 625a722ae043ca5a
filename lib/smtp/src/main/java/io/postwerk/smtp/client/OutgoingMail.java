package io.postwerk.smtp.client;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.SmtpReply;
import java.util.List;
import java.util.Optional;

/**
 * A mail to send in one transaction.
 *
 * @param reversePath the sender; empty for the null reverse-path of notifications
 * @param recipients at least one
 * @param message its lines end with CRLF; the client adds dot-stuffing and the terminator. Stays the caller's to close
 * @param body what is known of its octets
 */
public record OutgoingMail(
        Optional<EmailAddress> reversePath, List<OutgoingRecipient> recipients, MessageSource message, BodyType body) {

    public OutgoingMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail without recipients");
        }
    }

    /**
     * A recipient.
     *
     * @param deliveryId names this delivery, so that the server recognises a second attempt; sent only to a server that
     *     announces XDELIVERYID
     */
    public record OutgoingRecipient(EmailAddress address, Optional<String> deliveryId) {}

    /** What became of a mail for one recipient. */
    public sealed interface RecipientOutcome {
        /**
         * The server has decided: 2xx, it has taken the mail; 4xx, it may later; 5xx, it never will. It is the reply to the
         * final dot, or to the earlier command that decided about this recipient.
         */
        record Answered(SmtpReply reply) implements RecipientOutcome {}

        /** The connection failed before the final dot was sent: the server has not taken the mail. */
        record NotSent(String why) implements RecipientOutcome {}

        /** The connection failed after the final dot, before the reply: the server may have taken the mail (RFC 1047). */
        record InDoubt(String why) implements RecipientOutcome {}
    }
}
