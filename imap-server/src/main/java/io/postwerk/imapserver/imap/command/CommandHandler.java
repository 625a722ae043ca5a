package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Command;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.session.ImapSession;
import java.io.IOException;

/** Runs one kind of command in a state that allows it. */
@FunctionalInterface
interface CommandHandler<C extends Command> {
    /**
     * Writes the command's response data to the session.
     *
     * @return how it is completed
     * @throws IOException if the connection has failed, or the session is to end
     */
    StatusResponse run(C command, ImapSession session) throws IOException;
}
