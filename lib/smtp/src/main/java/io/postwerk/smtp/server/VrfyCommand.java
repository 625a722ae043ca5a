package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** VRFY: tells nobody who has a mailbox here (RFC 5321 7.3), and says so with 252 (RFC 5321 3.5.3). */
final class VrfyCommand implements Command<SmtpCommand.Vrfy> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Vrfy command) throws IOException {
        session.reply(Replies.cannotVerify());
    }
}
