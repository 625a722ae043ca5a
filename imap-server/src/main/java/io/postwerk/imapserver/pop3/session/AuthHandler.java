package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.net.BareLineEndException;
import io.postwerk.net.LineTooLongException;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** RFC 5034 4: a SASL exchange. */
final class AuthHandler implements CommandHandler<Pop3Command.Auth, State.Authorization> {
    @Override
    public State handle(Pop3Command.Auth command, State.Authorization state, Pop3Session session) throws IOException {
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
            State next = run(exchange, session);
            over = true;
            return next;
        } finally {
            if (!over) exchange.cancel();
        }
    }

    private static State run(SaslExchange exchange, Pop3Session session) throws IOException {
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
                            return State.Authorization.INITIAL;
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
    private static State confirm(User user, byte[] finalData, Pop3Session session) throws IOException {
        return switch (ask(finalData, session)) {
            case Answer.Response(var response) when response.length == 0 -> session.logIn(user);
            case Answer.Response response -> malformed(session);
            case Answer.Malformed() -> malformed(session);
            case Answer.Cancelled() -> {
                session.reply(Responses.authCancelled());
                yield State.Authorization.INITIAL;
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

    private static State malformed(Pop3Session session) throws IOException {
        session.reply(Responses.authMalformed());
        return State.Authorization.INITIAL;
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
