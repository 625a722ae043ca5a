package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.net.BareLineEndException;
import io.postwerk.net.LineTooLongException;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** USER, PASS and AUTH, and what the client is told of a login that failed. */
final class LoginHandlers {
    private LoginHandlers() {}

    /** RFC 1939 7: the name is taken whatever it is; PASS tells nothing about it either. */
    static Pop3State user(Pop3Command.User command, Pop3State.Authorization state, Pop3Session session)
            throws IOException {
        session.reply(Responses.sendPassword());
        return new Pop3State.Authorization(Optional.of(command.name()));
    }

    /** RFC 1939 7: the password for the name of the USER command before it, checked as SASL's PLAIN (RFC 4616 2). */
    static Pop3State pass(Pop3Command.Pass command, Pop3State.Authorization state, Pop3Session session)
            throws IOException {
        if (state.name().isEmpty()) {
            session.reply(Responses.userFirst());
            return state;
        }
        byte[] message = ("\0" + state.name().get() + "\0" + command.password()).getBytes(StandardCharsets.UTF_8);
        SaslExchange exchange =
                session.services().authenticator().start("PLAIN", Optional.of(message), session.authFacts());
        return switch (exchange.step()) {
            case SaslStep.Success(var user, var finalData) -> session.logIn(user);
            case SaslStep.Failure(var reason) -> session.loginFailed(reason);
            case SaslStep.Challenge(var data) -> {
                // RFC 4616 2: PLAIN has no challenge, so the authentication service is at fault.
                exchange.cancel();
                yield session.loginFailed(FailureReason.TEMPORARY);
            }
        };
    }

    /**
     * The one switch from reasons to responses. RFC 3206 3: the code says whether another password could help, and
     * nothing says what was wrong with this one.
     */
    static Response failure(FailureReason reason) {
        return switch (reason) {
            case CREDENTIALS, DISABLED, EXPIRED, NOT_AUTHORIZED -> Responses.authenticationFailed();
            case TEMPORARY -> Responses.authenticationUnavailable();
            case ENCRYPTION_REQUIRED -> Responses.privacyRequired();
            case MALFORMED -> Responses.badAuthenticationData();
            case UNKNOWN_MECHANISM -> Responses.unknownMechanism();
        };
    }

    /** RFC 5034 4: a SASL exchange. */
    static Pop3State auth(Pop3Command.Auth command, Pop3State.Authorization state, Pop3Session session)
            throws IOException {
        Optional<byte[]> initialResponse = Optional.empty();
        if (command.initialResponse().isPresent()) {
            // RFC 5034 4: a single equals sign is an empty initial response
            String encoded = command.initialResponse().get();
            initialResponse = encoded.equals("=") ? Optional.of(new byte[0]) : decode(encoded);
            if (initialResponse.isEmpty()) return malformed(session);
        }
        SaslExchange exchange =
                session.services().authenticator().start(command.mechanism(), initialResponse, session.authFacts());
        boolean over = false;
        try {
            Pop3State next = conduct(exchange, session);
            over = true;
            return next;
        } finally {
            if (!over) exchange.cancel();
        }
    }

    private static Pop3State conduct(SaslExchange exchange, Pop3Session session) throws IOException {
        SaslStep step = exchange.step();
        while (true) {
            switch (step) {
                case SaslStep.Failure(var reason) -> {
                    return session.loginFailed(reason);
                }
                case SaslStep.Success(var user, var finalData) -> {
                    return finalData.isPresent() ? confirm(user, finalData.get(), session) : session.logIn(user);
                }
                case SaslStep.Challenge(var data) -> {
                    Answer answer = ask(data, session);
                    switch (answer) {
                        case Answer.Response(var response) -> step = exchange.respond(response);
                        case Answer.Cancelled() -> {
                            exchange.cancel();
                            session.reply(Responses.authCancelled());
                            return Pop3State.Authorization.INITIAL;
                        }
                        case Answer.Malformed() -> {
                            exchange.cancel();
                            return malformed(session);
                        }
                    }
                }
            }
        }
    }

    /** RFC 5034 4: what the server has to say with success goes as one more challenge, to an empty response. */
    private static Pop3State confirm(User user, byte[] finalData, Pop3Session session) throws IOException {
        return switch (ask(finalData, session)) {
            case Answer.Response(var response) when response.length == 0 -> session.logIn(user);
            case Answer.Response response -> malformed(session);
            case Answer.Malformed() -> malformed(session);
            case Answer.Cancelled() -> {
                session.reply(Responses.authCancelled());
                yield Pop3State.Authorization.INITIAL;
            }
        };
    }

    private sealed interface Answer {
        record Response(byte[] data) implements Answer {}

        record Cancelled() implements Answer {}

        record Malformed() implements Answer {}
    }

    private static Answer ask(byte[] challenge, Pop3Session session) throws IOException {
        session.write(Responses.challenge(challenge));
        String line;
        try {
            line = new String(session.readLine(), StandardCharsets.ISO_8859_1);
        } catch (LineTooLongException | BareLineEndException e) {
            return new Answer.Malformed();
        }
        // RFC 5034 4: a line with a single asterisk cancels
        if (line.equals("*")) return new Answer.Cancelled();
        return decode(line).<Answer>map(Answer.Response::new).orElseGet(Answer.Malformed::new);
    }

    private static Pop3State malformed(Pop3Session session) throws IOException {
        session.reply(Responses.authMalformed());
        return Pop3State.Authorization.INITIAL;
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
