package io.postwerk.smtpserver.relay;

import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtpserver.Failure;

/** What servers and networks say, as the reasons that the queue keeps. */
final class Failures {
    private Failures() {}

    static Failure of(String host, SmtpReply reply) {
        // RFC 3463 3.1: X.0.0 is what can be said without more
        String enhanced = reply.enhanced().map(EnhancedCode::toString).orElse(reply.isPermanent() ? "5.0.0" : "4.0.0");
        return new Failure(host, reply.code(), enhanced, reply.text());
    }

    /** No conversation came about. */
    static Failure noAnswer(String host, String why) {
        return own(Replies.noAnswer(host), why);
    }

    /** A conversation broke. */
    static Failure connectionLost(String host, String why) {
        return own(Replies.connectionLost(host), why);
    }

    /** A reason of our own, not of the server asked. */
    static Failure own(SmtpReply reply, String why) {
        Failure failure = of("", reply);
        return why.isEmpty()
                ? failure
                : new Failure("", failure.code(), failure.enhanced(), failure.text() + ": " + why);
    }
}
