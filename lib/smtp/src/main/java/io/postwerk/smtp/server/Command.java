package io.postwerk.smtp.server;

import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/**
 * What one command does. It is called when the command is well-formed and legal where the session stands, and answers
 * through the session, which is all that it knows.
 */
interface Command<C extends SmtpCommand> {
    void execute(SmtpSession session, C command) throws IOException;
}
