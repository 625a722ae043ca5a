package io.postwerk.smtp.client;

import io.postwerk.smtp.SmtpReply;

/** What became of an attempt to reach a server and to be welcome there. */
public sealed interface ConnectOutcome<C extends MailClient> {
    /** The server waits for mail. */
    record Connected<C extends MailClient>(C client) implements ConnectOutcome<C> {}

    /** The server answered, with a 4xx or 5xx to the connection, to EHLO or LHLO, STARTTLS or AUTH. */
    record Refused<C extends MailClient>(SmtpReply reply) implements ConnectOutcome<C> {}

    /** There was no connection, it broke, TLS failed, or what the server says is no SMTP. */
    record Failed<C extends MailClient>(String why) implements ConnectOutcome<C> {}
}
