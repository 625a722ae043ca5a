package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** EXPN: there are no mailing lists to expand (RFC 5321 4.1.1.7, 7.3). */
final class ExpnCommand implements Command<SmtpCommand.Expn> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Expn command) throws IOException {
        session.reply(Replies.notImplemented());
    }
}
