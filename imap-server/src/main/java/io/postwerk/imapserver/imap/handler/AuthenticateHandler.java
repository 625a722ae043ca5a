package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.LoginGrammar;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.SyntaxException;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Handles {@link ImapCommand.Authenticate}: carries a SASL exchange. RFC 3501 section 6.2.2. */
final class AuthenticateHandler {
    private AuthenticateHandler() {}

    static StatusResponse handle(ImapCommand.Authenticate authenticate, ImapSession session) throws IOException {
        Authenticator authenticator = session.services().authenticator();
        String mechanism = authenticate.mechanism();
        if (!Authentication.offers(authenticator.mechanisms(session.protection()), mechanism)) {
            return Authentication.refusal(mechanism, session);
        }
        SaslExchange exchange = authenticator.start(mechanism, authenticate.initialResponse(), session.authFacts());
        try {
            return conduct(exchange, session);
        } finally {
            exchange.cancel(); // also when the client is gone: whoever conducts it would wait for the answer
        }
    }

    private static StatusResponse conduct(SaslExchange exchange, ImapSession session) throws IOException {
        while (exchange.step() instanceof SaslStep.Challenge challenge) {
            Optional<byte[]> response = ask(challenge.data(), session);
            if (response.isEmpty()) {
                return StatusResponses.authenticationCancelled();
            }
            exchange.respond(response.get());
        }
        return switch (exchange.step()) {
            case SaslStep.Success success -> succeed(success, session);
            case SaslStep.Failure failure -> Authentication.failure(failure.reason(), session);
            case SaslStep.Challenge ignored -> throw new IllegalStateException("a challenge is due");
        };
    }

    /**
     * The OK of IMAP has no room for data: it goes as a challenge, and the client answers with an empty line (RFC 4422
     * 5).
     */
    private static StatusResponse succeed(SaslStep.Success success, ImapSession session) throws IOException {
        if (success.finalData().isPresent()) {
            Optional<byte[]> response = ask(success.finalData().get(), session);
            if (response.isEmpty() || response.get().length > 0) {
                return StatusResponses.authenticationCancelled();
            }
        }
        return Authentication.success(success.user(), session);
    }

    /** Sends a challenge; no response if the client cancels, or what it sends is no base64. */
    private static Optional<byte[]> ask(byte[] challenge, ImapSession session) throws IOException {
        session.write(UntaggedResponses.continuation(Base64.getEncoder().encodeToString(challenge)));
        session.connection().flush();
        String line = new String(session.reader().line(session.codecLimits()), StandardCharsets.ISO_8859_1);
        // RFC 3501 6.2.2: "*" cancels, and is no base64 either
        try {
            return Optional.of(LoginGrammar.base64(line));
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }
}
