package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.DeliveryFailure;
import java.util.List;

/** Port to what writes reports to senders (RFC 3464). */
public interface FailureReports {

    /** A recipient, and why it was not reached. */
    record Case(QueuedRecipient recipient, DeliveryFailure failure) {}

    /** What a report is about. */
    enum Kind {
        /** The recipients are given up. */
        FAILED,
        /** They are still tried. */
        DELAYED
    }

    /**
     * Writes the report about some recipients of a mail, routed to its reverse-path.
     *
     * @param body of the mail reported on
     */
    Report report(Kind kind, QueuedMail mail, List<Case> cases, MessageSource body);

    /** What became of a report. */
    sealed interface Report {
        /** It is to be queued together with what it reports. */
        record Ready(QueuedMail mail, MessageSource body) implements Report {}

        /** Nobody is told: a null reverse-path, or one to which there is no route. */
        record Nobody(String reason) implements Report {}

        /** Where the reverse-path leads cannot be said now: what it reports has to wait. */
        record Later(String reason) implements Report {}
    }
}
