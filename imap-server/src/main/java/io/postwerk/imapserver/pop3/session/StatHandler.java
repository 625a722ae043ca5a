package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;

/** RFC 1939 5: messages marked as deleted are not counted. */
final class StatHandler implements CommandHandler<Pop3Command.Stat, State.Transaction> {
    @Override
    public State handle(Pop3Command.Stat command, State.Transaction state, Pop3Session session) throws IOException {
        Maildrop maildrop = state.maildrop();
        session.reply(Responses.dropListing(maildrop.count(), maildrop.octets()));
        return state;
    }
}
