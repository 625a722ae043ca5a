package io.postwerk.smtp.server;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;

/** HELP: names the commands (RFC 5321 4.1.1.8). */
final class HelpCommand implements Command<SmtpCommand.Help> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Help command) throws IOException {
        session.reply(Replies.help(CommandTable.of(session.protocol()).stream()
                .map(entry -> entry.verb().name())
                .toList()));
    }
}
