package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;
import java.util.Optional;

/** RFC 1939 5: number and octets of one message, or of all that are not marked as deleted. */
final class ListHandler implements CommandHandler<Pop3Command.ListSizes, State.Transaction> {
    @Override
    public State handle(Pop3Command.ListSizes command, State.Transaction state, Pop3Session session)
            throws IOException {
        Maildrop maildrop = state.maildrop();
        if (command.number().isPresent()) {
            int number = command.number().getAsInt();
            Optional<Response> refusal = Refusals.of(maildrop, number);
            session.reply(refusal.orElseGet(() -> Responses.scanListing(number, maildrop.octets(number))));
            return state;
        }
        session.reply(Responses.scanListings(maildrop.count(), maildrop.octets()));
        session.writeBody(connection -> {
            for (int number = 1; number <= maildrop.highest(); number++) {
                if (!maildrop.isDeleted(number)) connection.write(number + " " + maildrop.octets(number) + "\r\n");
            }
            connection.write(Responses.END);
        });
        return state;
    }
}
