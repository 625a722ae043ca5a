package io.postwerk.smtp.server;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.Verb;

/** What happens in a session, for logs and counters. None of it holds a password or a message's text. */
public sealed interface SmtpEvent {
    /** The session has begun: the client may speak. */
    record Opened() implements SmtpEvent {}

    /** The client said something before the greeting, which only programs that do not listen do. */
    record EarlyTalker() implements SmtpEvent {}

    /** The client calls itself something that is no domain and no address literal. */
    record UnusualHello(HelloName name) implements SmtpEvent {}

    /** The session is in TLS from now on. */
    record TlsStarted() implements SmtpEvent {}

    /** A TLS handshake failed, which ends the session. */
    record TlsFailed(String why) implements SmtpEvent {}

    record Authenticated(String mechanism, User user) implements SmtpEvent {}

    record AuthenticationFailed(String mechanism, FailureReason reason) implements SmtpEvent {}

    /** A command or a whole message was answered with 4xx or 5xx. */
    record Refused(Verb verb, SmtpReply reply) implements SmtpEvent {}

    /**
     * A message was passed to the program, and decided.
     *
     * @param octets its size
     * @param recipients how many it was for
     * @param reply the reply, over LMTP that for the first recipient
     */
    record MessageReceived(String mailId, long octets, int recipients, SmtpReply reply) implements SmtpEvent {}

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
