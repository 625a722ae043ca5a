package io.postwerk.smtp.server;

import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.Parsed;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;

/** MAIL: opens a transaction (RFC 5321 4.1.1.2). */
final class MailHandler {
    private MailHandler() {}

    static void handle(SmtpCommand.Mail command, SmtpSession session) throws IOException {
        switch (MailParameters.read(command.parameters(), Extensions.mailParameters(session))) {
            case Parsed.Refused<MailParameters>(SmtpReply reply) -> session.reply(reply);
            case Parsed.Valid<MailParameters>(MailParameters parameters) -> open(session, command, parameters);
        }
    }

    private static void open(SmtpSession session, SmtpCommand.Mail command, MailParameters parameters)
            throws IOException {
        if (parameters.size().orElse(0) > session.policy().limits().messageOctets()) {
            // RFC 1870 6.1
            session.reply(Replies.MESSAGE_TOO_BIG);
            return;
        }
        if (session.messages() >= session.policy().limits().messages()) {
            session.endForLimit(Replies.tooManyMessages(session.hostname()), SmtpEvent.Limit.MESSAGES);
            return;
        }
        switch (session.backend().mail(session.facts(), command.reversePath(), parameters)) {
            case SmtpBackend.MailResult.Refused(SmtpReply reply) -> session.reply(reply);
            case SmtpBackend.MailResult.Accepted(MailTransaction transaction) -> {
                session.begin(transaction);
                session.reply(Replies.SENDER_OK);
            }
        }
    }
}
