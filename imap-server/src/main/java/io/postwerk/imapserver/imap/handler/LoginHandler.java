package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Handles {@link ImapCommand.Login}, as SASL PLAIN (RFC 4616): LOGIN is offered where PLAIN is. */
final class LoginHandler {
    private static final String PLAIN = "PLAIN";

    private LoginHandler() {}

    static boolean isOffered(List<MechanismInfo> mechanisms) {
        return Authentication.offers(mechanisms, PLAIN);
    }

    static StatusResponse handle(ImapCommand.Login login, ImapSession session) {
        Authenticator authenticator = session.services().authenticator();
        if (!isOffered(authenticator.mechanisms(session.protection()))) {
            // RFC 3501 6.2.3: with LOGINDISABLED the password is not even looked at
            return Authentication.refusal(PLAIN, session);
        }
        byte[] response = ("\0" + login.user() + "\0" + login.password()).getBytes(StandardCharsets.UTF_8);
        SaslExchange exchange = authenticator.start(PLAIN, Optional.of(response), session.authFacts());
        return switch (exchange.step()) {
            case SaslStep.Success success -> Authentication.success(success.user(), session);
            case SaslStep.Failure failure -> plainFailure(failure.reason(), session);
            case SaslStep.Challenge ignored -> {
                exchange.cancel();
                yield StatusResponses.authenticationUnavailable();
            }
        };
    }

    /** A name or password that PLAIN does not allow is just wrong. */
    private static StatusResponse plainFailure(FailureReason reason, ImapSession session) {
        return Authentication.failure(reason == FailureReason.MALFORMED ? FailureReason.CREDENTIALS : reason, session);
    }
}
