package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** RFC 1939 7: the password for the name of the USER command before it, checked as SASL's PLAIN (RFC 4616 2). */
final class PassHandler implements CommandHandler<Pop3Command.Pass, State.Authorization> {
    @Override
    public State handle(Pop3Command.Pass command, State.Authorization state, Pop3Session session) throws IOException {
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
                // PLAIN has none: whoever checks logins is broken.
                exchange.cancel();
                yield session.loginFailed(FailureReason.TEMPORARY);
            }
        };
    }
}
