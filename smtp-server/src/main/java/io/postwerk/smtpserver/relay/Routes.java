package io.postwerk.smtpserver.relay;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.queue.Carrier;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.util.List;

/** The two ways out of the queue. */
public final class Routes implements Carrier {
    private final MailboxCarrier mailboxes;
    private final RemoteCarrier remote;

    public Routes(MailboxCarrier mailboxes, RemoteCarrier remote) {
        this.mailboxes = mailboxes;
        this.remote = remote;
    }

    @Override
    public String lane(QueuedMail mail, QueuedRecipient recipient) {
        return switch (recipient.destination()) {
            case MAILBOX -> "mailboxes";
            case REMOTE, RELAY, SUBMITTED -> remote.lane(mail, recipient);
        };
    }

    @Override
    public List<Outcome> carry(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        return switch (recipients.getFirst().destination()) {
            case MAILBOX -> mailboxes.carry(mail, recipients, body);
            case REMOTE, RELAY, SUBMITTED -> remote.carry(mail, recipients, body);
        };
    }
}
