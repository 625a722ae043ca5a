package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;

/** RFC 1939 5: marks are taken back. */
final class RsetHandler implements CommandHandler<Pop3Command.Rset, State.Transaction> {
    @Override
    public State handle(Pop3Command.Rset command, State.Transaction state, Pop3Session session) throws IOException {
        Maildrop maildrop = state.maildrop();
        maildrop.reset();
        session.reply(Responses.undeleted(maildrop.count(), maildrop.octets()));
        return state;
    }
}
