package io.postwerk.smtp.server;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.SmtpReply;
import java.util.List;
import java.util.Optional;

/**
 * The program's side of one mail transaction (RFC 5321 3.3). It keeps what it finds out about each recipient, and is
 * dropped as a whole with them: after {@link #data}, or when RSET, a new EHLO, STARTTLS or the end of the session abandons
 * it.
 */
public interface MailTransaction extends AutoCloseable {

    /** The identity of the mail, which the program has given it at MAIL. */
    MailId id();

    /** One more recipient: empty to accept it, else the reply that refuses it. */
    Optional<SmtpReply> rcpt(ForwardPath path, RcptParameters parameters);

    /**
     * The message has arrived whole, for at least one accepted recipient. Blocks until it is decided; a positive reply
     * means that it is durable.
     *
     * @param message without dot-stuffing and terminator, within the size limit, its lines ending with CRLF and without
     *     any other CR or LF. The session closes it after this call
     */
    DataResult data(MessageSource message);

    /** The transaction is over. Called exactly once. */
    @Override
    default void close() {}

    /** What became of a message. */
    sealed interface DataResult {
        /** One reply for the message; over LMTP it is repeated for every accepted recipient. */
        record Whole(SmtpReply reply) implements DataResult {}

        /** A reply for each accepted recipient, in the order of their RCPT commands (RFC 2033 4.2). LMTP only. */
        record Each(List<SmtpReply> replies) implements DataResult {}
    }
}
