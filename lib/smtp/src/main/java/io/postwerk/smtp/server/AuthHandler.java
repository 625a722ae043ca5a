package io.postwerk.smtp.server;

import io.postwerk.net.LineTooLongException;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpCommandParser;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** AUTH: a SASL exchange over base64 lines (RFC 4954 4). */
final class AuthHandler {
    private AuthHandler() {}

    static void handle(SmtpCommand.Auth command, SmtpSession session) throws IOException {
        Optional<SmtpReply> refusal = refusal(session);
        if (refusal.isPresent()) {
            session.reply(refusal.get());
            return;
        }
        Authenticator authenticator = session.policy().authenticator().orElseThrow();
        SaslExchange exchange = authenticator.start(command.mechanism(), command.initialResponse(), facts(session));
        try {
            conduct(session, command.mechanism(), exchange);
        } finally {
            exchange.cancel();
        }
    }

    private static Optional<SmtpReply> refusal(SmtpSession session) {
        if (session.policy().authenticator().isEmpty()) {
            return Optional.of(Replies.Auth.NOT_OFFERED);
        }
        if (!session.facts().extended()) {
            // RFC 4954 3: an extension, so there has to be an EHLO
            return Optional.of(Replies.helloFirst(Protocol.SMTP));
        }
        if (session.facts().user().isPresent()) {
            // RFC 4954 4: no AUTH after a successful one
            return Optional.of(Replies.Auth.ALREADY);
        }
        return session.authNeedsTlsFirst() ? Optional.of(Replies.Auth.NEEDS_TLS) : Optional.empty();
    }

    private static void conduct(SmtpSession session, String mechanism, SaslExchange exchange) throws IOException {
        SaslStep step = exchange.step();
        while (step instanceof SaslStep.Challenge(byte[] data)) {
            switch (ask(session, data)) {
                case Answer.Response(byte[] octets) -> step = exchange.respond(octets);
                case Answer.None(SmtpReply reply) -> {
                    session.reply(reply);
                    return;
                }
            }
        }
        switch (step) {
            case SaslStep.Success(var user, var finalData) -> succeed(session, mechanism, user, finalData);
            case SaslStep.Failure(var reason) -> session.authFailed(mechanism, reason, reply(reason));
            case SaslStep.Challenge _ -> throw new IllegalStateException("a challenge ends no exchange");
        }
    }

    // RFC 4954 4: additional data with success is one more challenge, whose response is empty
    private static void succeed(SmtpSession session, String mechanism, User user, Optional<byte[]> finalData)
            throws IOException {
        if (finalData.isPresent()) {
            Answer answer = ask(session, finalData.get());
            if (answer instanceof Answer.None(SmtpReply reply)) {
                session.reply(reply);
                return;
            }
            if (answer instanceof Answer.Response(byte[] octets) && octets.length > 0) {
                session.reply(Replies.Auth.MALFORMED);
                return;
            }
        }
        session.authenticated(mechanism, user);
        session.reply(Replies.Auth.SUCCEEDED);
    }

    private static Answer ask(SmtpSession session, byte[] challenge) throws IOException {
        session.reply(Replies.Auth.challenge(Base64.getEncoder().encodeToString(challenge)));
        byte[] line;
        try {
            line = session.readResponse();
        } catch (LineTooLongException e) {
            return new Answer.None(Replies.Auth.LINE_TOO_LONG);
        }
        if (Arrays.equals(line, new byte[] {'*'})) {
            // RFC 4954 4: the client cancels
            return new Answer.None(Replies.Auth.CANCELLED);
        }
        return SmtpCommandParser.base64(line)
                .<Answer>map(Answer.Response::new)
                .orElseGet(() -> new Answer.None(Replies.Auth.MALFORMED));
    }

    private static SmtpReply reply(FailureReason reason) {
        return switch (reason) {
            case CREDENTIALS, DISABLED, EXPIRED, NOT_AUTHORIZED -> Replies.Auth.FAILED;
            case TEMPORARY -> Replies.Auth.TEMPORARY_FAILURE;
            case ENCRYPTION_REQUIRED -> Replies.Auth.NEEDS_TLS;
            case MALFORMED -> Replies.Auth.MALFORMED;
            case UNKNOWN_MECHANISM -> Replies.Auth.UNKNOWN_MECHANISM;
        };
    }

    private static AuthFacts facts(SmtpSession session) {
        ClientFacts client = session.facts().client();
        return new AuthFacts(
                session.protocol() == Protocol.SUBMISSION ? "submission" : "smtp",
                client.local(),
                client.remote(),
                session.secured(),
                session.facts().tls().map(AuthFacts.TlsFacts::of),
                client.sessionId());
    }

    /** What a client says to a challenge. */
    private sealed interface Answer {
        record Response(byte[] octets) implements Answer {}

        /** It said nothing that can be used; {@code reply} ends the exchange. */
        record None(SmtpReply reply) implements Answer {}
    }
}
