package io.postwerk.smtpserver;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.SmtpReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a mail, for the log and for counters. Each event carries the mail's id and none holds any of the
 * message's text.
 */
public sealed interface MailEvent {
    /** Hears of what happens to mails. Called by many threads in the middle of their work, so it must return quickly. */
    @FunctionalInterface
    interface Observer {
        void observe(MailEvent event);
    }

    /** The mail that it is about. */
    MailId mail();

    /** How we answer for a mail. */
    enum Mode {
        /** Delivered to its mailbox while the client waited. */
        CUT_THROUGH,
        /** Synced into the queue. */
        QUEUED
    }

    /**
     * The client was told that we answer for the mail.
     *
     * @param sessionId the session that brought it
     * @param recipients where it goes, aliases expanded
     * @param octets its size
     * @param nanos from the end of the message to the decision
     */
    record Accepted(
            MailId mail,
            String sessionId,
            Optional<EmailAddress> reversePath,
            List<EmailAddress> recipients,
            long octets,
            Mode mode,
            long nanos)
            implements MailEvent {}

    /**
     * A sender, a recipient or the message was refused, for now or for good.
     *
     * @param recipient whom it was for, if one recipient was refused
     * @param reply what the client was told
     * @param reason what the client was not told; may be empty
     */
    record Refused(
            MailId mail,
            String sessionId,
            Optional<EmailAddress> reversePath,
            Optional<ForwardPath> recipient,
            SmtpReply reply,
            String reason)
            implements MailEvent {}

    /** A user submits from the null reverse-path what says that it is a notification or an automatic answer. */
    record NotificationSubmitted(MailId mail, String sessionId) implements MailEvent {}

    /** A recipient was reached out of the queue. */
    record Delivered(MailId mail, EmailAddress recipient, String host, int attempts) implements MailEvent {}

    /** A recipient could not be reached now. */
    record Deferred(MailId mail, EmailAddress recipient, DeliveryFailure failure, Instant nextAttempt)
            implements MailEvent {}

    /**
     * A recipient is given up.
     *
     * @param report the mail that tells the sender; empty if nobody is told
     */
    record Failed(MailId mail, EmailAddress recipient, DeliveryFailure failure, Optional<MailId> report)
            implements MailEvent {}

    /** The sender is told that a recipient was not reached yet. */
    record DelayReported(MailId mail, EmailAddress recipient, MailId report) implements MailEvent {}

    /** The sender should be told something and cannot be: there is no route to the reverse-path. */
    record ReportDropped(MailId mail, String reason) implements MailEvent {}

    /** An attempt could not be made or recorded: a fault of the queue or of the program. It is made again. */
    record AttemptFailed(MailId mail, Throwable cause) implements MailEvent {}
}
