package io.postwerk.smtpserver.relay;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.util.List;
import java.util.Optional;

/**
 * Delivers to mailboxes: LMTP to imap-server, with a delivery id for each recipient by which the store recognises what it
 * has already (it is the same in every attempt).
 */
public final class MailboxTransport implements AutoCloseable {
    private final ClientPool pool;
    private final String host;

    /** @param host how imap-server is called in logs and reports */
    public MailboxTransport(ClientPool pool, String host) {
        this.pool = pool;
        this.host = host;
    }

    /** Delivers to some recipients of a mail, as {@link io.postwerk.smtpserver.queue.DeliveryTransport#deliver} describes it. */
    public List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        List<OutgoingRecipient> outgoing = recipients.stream()
                .map(recipient -> new OutgoingRecipient(
                        recipient.address(), Optional.of(mail.id().deliveryId(recipient.index()))))
                .toList();
        OutgoingMail message = new OutgoingMail(
                mail.reversePath(), outgoing, body, mail.eightBit() ? BodyType.EIGHT_BIT : BodyType.SEVEN_BIT);
        return pool.send(message).outcomes(host, recipients.size()).stream()
                .map(MailboxTransport::blameless)
                .toList();
    }

    /** The outcome, unless the two programs do not understand each other: no mail may bounce for that. */
    private static Outcome blameless(Outcome outcome) {
        return outcome instanceof Outcome.Refused(DeliveryFailure failure) && isOurFault(failure.code())
                ? new Outcome.Refused(new DeliveryFailure(
                        failure.host(), 451, new EnhancedCode(4, 3, 5), "imap-server answered " + failure))
                : outcome;
    }

    private static boolean isOurFault(int code) {
        return switch (code) {
            case 500, 501, 502, 503, 504, 530, 538, 555 -> true;
            default -> false;
        };
    }

    @Override
    public void close() {
        pool.close();
    }
}
