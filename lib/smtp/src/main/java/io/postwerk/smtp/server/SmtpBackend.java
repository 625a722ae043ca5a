package io.postwerk.smtp.server;

import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.SmtpReply;

/**
 * What a session asks of the program that runs it. One instance serves all sessions of a listener, each on its own
 * virtual thread; calls may block. Refusals are values; an exception is answered with 421 4.3.0 and ends the session.
 */
public interface SmtpBackend {

    /** A client has connected: may it speak, and under which rules? */
    OpenResult open(ClientFacts client);

    /**
     * MAIL is well-formed and in place, and the declared size is not beyond the limit. Every MAIL that this accepts has
     * a transaction of its own, which ends with {@link MailTransaction#close()}.
     *
     * @param session who sends it, as of now
     */
    MailResult mail(SessionFacts session, ReversePath reversePath, MailParameters parameters);

    /** Something happened that a log or a counter may want. Called on the session's thread; must be quick. */
    default void observe(SessionFacts session, SmtpEvent event) {}

    /** The answer to {@link #open}. */
    sealed interface OpenResult {
        record Accepted(SessionPolicy policy) implements OpenResult {}

        /** {@code reply} takes the greeting's place (RFC 5321 3.1: 554, or 421 for a while) and the session ends. */
        record Refused(SmtpReply reply) implements OpenResult {}
    }

    /** The answer to {@link #mail}. */
    sealed interface MailResult {
        record Accepted(MailTransaction transaction) implements MailResult {}

        record Refused(SmtpReply reply) implements MailResult {}
    }
}
