package io.postwerk.smtp.server;

import io.postwerk.net.TlsContext;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;
import java.util.Optional;

/** STARTTLS (RFC 3207): everything said or pipelined before is forgotten. */
final class StartTlsCommand implements Command<SmtpCommand.StartTls> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.StartTls command) throws IOException {
        Optional<TlsContext> context = session.settings().startTls();
        if (session.secured()) {
            session.reply(Replies.tlsAlready());
        } else if (context.isEmpty()) {
            session.reply(Replies.notImplemented());
        } else {
            session.reply(Replies.readyForTls());
            session.startTls(context.get());
        }
    }
}
