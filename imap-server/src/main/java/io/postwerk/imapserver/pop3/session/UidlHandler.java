package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;
import java.util.Optional;

/** RFC 1939 7: the unique id of one message, or of all that are not marked as deleted. */
final class UidlHandler implements CommandHandler<Pop3Command.Uidl, State.Transaction> {
    @Override
    public State handle(Pop3Command.Uidl command, State.Transaction state, Pop3Session session) throws IOException {
        Maildrop maildrop = state.maildrop();
        if (command.number().isPresent()) {
            int number = command.number().getAsInt();
            Optional<Response> refusal = Refusals.of(maildrop, number);
            session.reply(refusal.orElseGet(() -> Responses.uniqueId(number, maildrop.uniqueId(number))));
            return state;
        }
        session.reply(Responses.uniqueIds());
        session.writeBody(connection -> {
            for (int number = 1; number <= maildrop.highest(); number++) {
                if (!maildrop.isDeleted(number)) connection.write(number + " " + maildrop.uniqueId(number) + "\r\n");
            }
            connection.write(Responses.END);
        });
        return state;
    }
}
