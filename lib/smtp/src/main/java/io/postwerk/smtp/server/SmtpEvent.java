package io.postwerk.smtp.server;

import io.postwerk.mail.MailId;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.SmtpVerb;
import java.util.Optional;

/** What happens in a session, for logs and counters. None of it holds a password or a message's text. */
public sealed interface SmtpEvent {
    /** The session has begun: the client may speak. */
    record Opened() implements SmtpEvent {}

    /** The client said something before the greeting, as programs do that do not read replies. */
    record EarlyTalker() implements SmtpEvent {}

    /** The client calls itself something that is no domain and no address literal. */
    record UnusualHello(HelloName name) implements SmtpEvent {}

    /** A TLS handshake failed, which ends the session. */
    record TlsFailed(String why) implements SmtpEvent {}

    record Authenticated(String mechanism, User user) implements SmtpEvent {}

    record AuthenticationFailed(String mechanism, FailureReason reason) implements SmtpEvent {}

    /**
     * A command or a whole message was answered with 4xx or 5xx.
     *
     * @param mail of the transaction that is open
     * @param verb empty if the line has no verb that the protocol knows
     */
    record Refused(Optional<MailId> mail, Optional<SmtpVerb> verb, SmtpReply reply) implements SmtpEvent {}

    /** An answer has waited, since the client does too much that brings no mail. */
    record Delayed(Limit limit) implements SmtpEvent {}

    /** A limit ends the session. */
    record LimitReached(Limit limit) implements SmtpEvent {}

    /** Limits of a session, and of a client over its sessions. */
    enum Limit {
        ERRORS,
        JUNK_COMMANDS,
        AUTH_FAILURES,
        MESSAGES,
        REFUSED_RECIPIENTS,
        /** A message took too long, or came too slowly. */
        MESSAGE_TIME
    }

    /** The session is over. */
    record Closed(Reason reason) implements SmtpEvent {
        public enum Reason {
            QUIT,
            CLIENT_LEFT,
            TIMEOUT,
            LIMIT,
            REFUSED,
            SHUTDOWN,
            LOGGED_OUT,
            FAILURE
        }
    }
}
