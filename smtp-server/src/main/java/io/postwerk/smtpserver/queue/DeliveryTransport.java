package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.DeliveryFailure;
import java.util.List;

/** Port to what delivers mail of the queue. */
public interface DeliveryTransport {

    /**
     * Names the server that mail for this recipient goes to now. Attempts at one next hop share a limit, and wait together
     * while it is away.
     */
    String nextHop(QueuedMail mail, QueuedRecipient recipient);

    /**
     * Tries to deliver a mail to some of its recipients, all of one next hop. Blocks; never throws for what a server or the
     * network does.
     *
     * @return an outcome for each of these recipients, in their order
     */
    List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body);

    /** What became of an attempt for one recipient. */
    sealed interface Outcome {
        /** The server answers for it now. */
        record Delivered(String host) implements Outcome {}

        /** The server, or we, refused it: the failure says whether for good. */
        record Refused(DeliveryFailure failure) implements Outcome {}

        /** There is no conversation with the server at the moment; this mail has nothing to do with it. */
        record Unreachable(DeliveryFailure failure) implements Outcome {}

        /**
         * The conversation broke while it was about this mail. The server may have taken it, and the mail may be the
         * reason: so both wait, the mail by its own schedule.
         */
        record Lost(DeliveryFailure failure) implements Outcome {}
    }
}
