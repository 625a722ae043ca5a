package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** QUIT: ends the session, and abandons an open transaction (RFC 5321 4.1.1.10). */
final class QuitCommand implements Command<SmtpCommand.Quit> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Quit command) throws IOException {
        session.end(Replies.bye(session.hostname()), SmtpEvent.Closed.Reason.QUIT);
    }
}
