package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;

/** RFC 1939 5. */
final class NoopHandler implements CommandHandler<Pop3Command.Noop, State.Transaction> {
    @Override
    public State handle(Pop3Command.Noop command, State.Transaction state, Pop3Session session) throws IOException {
        session.reply(Responses.done());
        return state;
    }
}
