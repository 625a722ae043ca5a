package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;

/** RFC 2595 4: TLS from here on. What was said before it is forgotten. */
final class StlsHandler implements CommandHandler<Pop3Command.Stls, State.Authorization> {
    @Override
    public State handle(Pop3Command.Stls command, State.Authorization state, Pop3Session session) throws IOException {
        if (session.secured()) {
            session.reply(Responses.tlsAlready());
            return state;
        }
        if (session.settings().startTls().isEmpty()) {
            session.reply(Responses.noTls());
            return state;
        }
        session.startTls(Responses.beginTls());
        return State.Authorization.INITIAL;
    }
}
