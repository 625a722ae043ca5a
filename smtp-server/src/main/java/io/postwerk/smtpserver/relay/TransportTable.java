package io.postwerk.smtpserver.relay;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.queue.DeliveryTransport;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.util.List;

/** Chooses the transport of a recipient by its destination. */
public final class TransportTable implements DeliveryTransport {
    private final MailboxTransport mailboxes;
    private final RemoteTransport remote;

    public TransportTable(MailboxTransport mailboxes, RemoteTransport remote) {
        this.mailboxes = mailboxes;
        this.remote = remote;
    }

    @Override
    public String nextHop(QueuedMail mail, QueuedRecipient recipient) {
        return switch (recipient.destination()) {
            case MAILBOX -> "mailboxes";
            case REMOTE, RELAY, SUBMITTED -> remote.nextHop(mail, recipient);
        };
    }

    @Override
    public List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        return switch (recipients.getFirst().destination()) {
            case MAILBOX -> mailboxes.deliver(mail, recipients, body);
            case REMOTE, RELAY, SUBMITTED -> remote.deliver(mail, recipients, body);
        };
    }
}
