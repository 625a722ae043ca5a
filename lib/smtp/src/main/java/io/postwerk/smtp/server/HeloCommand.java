package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** HELO: hello without extensions (RFC 5321 4.1.1.1). Ends an open transaction (RFC 5321 4.1.4). */
final class HeloCommand implements Command<SmtpCommand.Helo> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Helo command) throws IOException {
        session.hello(command.name(), false);
        session.reply(Replies.helo(session.hostname()));
    }
}
