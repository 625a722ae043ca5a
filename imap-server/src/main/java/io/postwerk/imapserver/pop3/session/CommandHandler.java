package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Pop3Command;
import java.io.IOException;

/** What one command does in the states in which it is legal. */
@FunctionalInterface
interface CommandHandler<C extends Pop3Command, S extends State> {
    /**
     * Answers the command.
     *
     * @return the state after it
     */
    State handle(C command, S state, Pop3Session session) throws IOException;
}
