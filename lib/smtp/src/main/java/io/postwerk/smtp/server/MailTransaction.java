package io.postwerk.smtp.server;

import io.postwerk.mail.EmailAddress;
import io.postwerk.smtp.MailParameters;
import java.util.Optional;

/**
 * A mail transaction as MAIL opens it (RFC 5321 3.3).
 *
 * @param id names the mail in replies, Received headers and logs
 * @param session who sends it, as of now
 * @param reversePath the sender; empty for the null reverse-path (RFC 5321 4.5.5)
 * @param parameters what else MAIL said
 */
public record MailTransaction(
        String id, SessionFacts session, Optional<EmailAddress> reversePath, MailParameters parameters) {}
