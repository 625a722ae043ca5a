package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.MessageLines;
import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** RFC 1939 7: the header of a message and the first lines of its body; more is not read from the store. */
final class TopHandler implements CommandHandler<Pop3Command.Top, State.Transaction> {
    @Override
    public State handle(Pop3Command.Top command, State.Transaction state, Pop3Session session) throws IOException {
        Maildrop maildrop = state.maildrop();
        Optional<Response> refusal = Refusals.of(maildrop, command.number());
        if (refusal.isPresent()) {
            session.reply(refusal.get());
            return state;
        }
        Optional<StoredMessage> message = maildrop.message(command.number());
        if (message.isEmpty()) {
            session.reply(Responses.messageGone());
            return state;
        }
        session.reply(Responses.topOfMessage());
        session.writeBody(connection -> {
            try (InputStream body = message.get().body().open()) {
                MessageLines.top(body, command.lines(), connection::write);
            }
        });
        return state;
    }
}
