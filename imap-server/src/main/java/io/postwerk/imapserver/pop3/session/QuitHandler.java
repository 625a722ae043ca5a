package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;

/** RFC 1939 4: before login the session just ends. RFC 1939 6: after it, what is marked is removed first. */
final class QuitHandler implements CommandHandler<Pop3Command.Quit, State> {
    @Override
    public State handle(Pop3Command.Quit command, State state, Pop3Session session) throws IOException {
        return switch (state) {
            case State.Transaction open -> new State.Update(open);
            case State.Authorization before -> {
                session.reply(Responses.bye());
                yield new State.Ended();
            }
            case State.Update update -> update;
            case State.Ended ended -> ended;
        };
    }
}
