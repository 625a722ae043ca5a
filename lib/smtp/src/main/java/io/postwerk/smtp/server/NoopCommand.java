package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** NOOP: changes nothing (RFC 5321 4.1.1.9). */
final class NoopCommand implements Command<SmtpCommand.Noop> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Noop command) throws IOException {
        session.reply(Replies.ok());
    }
}
