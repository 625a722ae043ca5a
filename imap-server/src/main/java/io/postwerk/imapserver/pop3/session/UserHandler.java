package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import io.postwerk.imapserver.pop3.codec.Responses;
import java.io.IOException;
import java.util.Optional;

/** RFC 1939 7: the name is taken whatever it is; PASS tells nothing about it either. */
final class UserHandler implements CommandHandler<Pop3Command.User, State.Authorization> {
    @Override
    public State handle(Pop3Command.User command, State.Authorization state, Pop3Session session) throws IOException {
        session.reply(Responses.sendPassword());
        return new State.Authorization(Optional.of(command.name()));
    }
}
