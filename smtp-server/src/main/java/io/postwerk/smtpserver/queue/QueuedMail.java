package io.postwerk.smtpserver.queue;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A mail in the queue, without its body.
 *
 * @param id follows the mail wherever it goes
 * @param arrived when it was accepted: expiry and delay warnings count from here
 * @param reversePath where reports go; empty is the null reverse-path (RFC 5321 4.5.5): nobody is told
 * @param eightBit whether it was announced with BODY=8BITMIME (RFC 6152)
 * @param octets size of the body, our Received field included
 * @param recipients those still to be reached, by rising index; never none
 */
public record QueuedMail(
        MailId id,
        Instant arrived,
        Optional<EmailAddress> reversePath,
        boolean eightBit,
        long octets,
        List<QueuedRecipient> recipients) {

    public QueuedMail {
        Objects.requireNonNull(id);
        Objects.requireNonNull(arrived);
        Objects.requireNonNull(reversePath);
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a mail without recipients");
        }
        if (octets < 0) {
            throw new IllegalArgumentException("negative size");
        }
    }
}
