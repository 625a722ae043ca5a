package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** EHLO: hello, answered with the extensions (RFC 5321 4.1.1.1). Ends an open transaction (RFC 5321 4.1.4). */
final class EhloCommand implements Command<SmtpCommand.Ehlo> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Ehlo command) throws IOException {
        session.hello(command.name(), true);
        session.reply(Replies.hello(session.hostname(), Extensions.announced(session)));
    }
}
