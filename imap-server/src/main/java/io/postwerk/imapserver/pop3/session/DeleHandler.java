package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;
import java.util.Optional;

/** RFC 1939 5: marks a message; QUIT removes it. */
final class DeleHandler implements CommandHandler<Pop3Command.Dele, State.Transaction> {
    @Override
    public State handle(Pop3Command.Dele command, State.Transaction state, Pop3Session session) throws IOException {
        Maildrop maildrop = state.maildrop();
        Optional<Response> refusal = Refusals.of(maildrop, command.number());
        if (refusal.isPresent()) {
            session.reply(refusal.get());
            return state;
        }
        maildrop.delete(command.number());
        session.reply(Responses.deleted(command.number()));
        return state;
    }
}
