package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** RSET: abandons the transaction, with all that belongs to it (RFC 5321 4.1.1.5). */
final class RsetCommand implements Command<SmtpCommand.Rset> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Rset command) throws IOException {
        session.endTransaction();
        session.reply(Replies.ok());
    }
}
