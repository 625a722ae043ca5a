package io.postwerk.smtpserver.receive;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtpserver.MailEvent;
import java.util.Optional;

/**
 * What MAIL says of a mail, and the identity that the mail has from then on.
 *
 * @param session who sends it
 * @param reversePath empty for the null reverse-path (RFC 5321 4.5.5)
 * @param eightBit whether it is announced with BODY=8BITMIME (RFC 6152)
 */
record MailOrigin(MailId id, SessionFacts session, Optional<EmailAddress> reversePath, boolean eightBit) {
    String sessionId() {
        return session.client().sessionId();
    }

    /**
     * The event of a refusal.
     *
     * @param recipient whom the mail was for, if one recipient is refused
     * @param reason what the client is not told; may be empty
     */
    MailEvent refused(Optional<ForwardPath> recipient, SmtpReply reply, String reason) {
        return new MailEvent.Refused(id, sessionId(), reversePath, recipient, reply, reason);
    }
}
