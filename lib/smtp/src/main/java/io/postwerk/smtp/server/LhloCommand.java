package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** LHLO: EHLO of LMTP (RFC 2033 4.1). Ends an open transaction. */
final class LhloCommand implements Command<SmtpCommand.Lhlo> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Lhlo command) throws IOException {
        session.hello(command.name(), true);
        session.reply(Replies.hello(session.hostname(), Extensions.announced(session)));
    }
}
