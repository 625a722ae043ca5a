package io.postwerk.smtpserver.queue;

import io.postwerk.mail.AddressException;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mails for tests of the queue. */
public final class QueueFixtures {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private QueueFixtures() {}

    public static EmailAddress address(String text) {
        try {
            return EmailAddress.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(text, e);
        }
    }

    public static MessageSource body(String text) {
        return MessageSource.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A mail from sender@client.test to mailboxes of these addresses. */
    public static QueuedMail mail(long octets, String... recipients) {
        MailId id = MailId.create(NOW.toEpochMilli());
        List<QueuedRecipient> list = new ArrayList<>();
        for (String recipient : recipients) {
            EmailAddress address = address(recipient);
            list.add(QueuedRecipient.create(list.size(), address, address, Destination.MAILBOX, NOW));
        }
        return new QueuedMail(id, NOW, Optional.of(address("sender@client.test")), false, octets, list);
    }

    public static QueueChange added(QueuedMail mail, MessageSource body) {
        return new QueueChange.Builder().add(mail, body).build();
    }
}
