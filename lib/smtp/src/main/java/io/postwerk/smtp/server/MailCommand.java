package io.postwerk.smtp.server;

import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.Parsed;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;

/** MAIL: opens a transaction (RFC 5321 4.1.1.2). */
final class MailCommand implements Command<SmtpCommand.Mail> {
    @Override
    public void execute(SmtpSession session, SmtpCommand.Mail command) throws IOException {
        switch (MailParameters.read(command.parameters(), Extensions.mailParameters(session))) {
            case Parsed.Refused<MailParameters>(SmtpReply reply) -> session.reply(reply);
            case Parsed.Valid<MailParameters>(MailParameters parameters) -> open(session, command, parameters);
        }
    }

    private static void open(SmtpSession session, SmtpCommand.Mail command, MailParameters parameters)
            throws IOException {
        if (parameters.size().orElse(0) > session.policy().limits().messageOctets()) {
            // RFC 1870 6.1
            session.reply(Replies.messageTooBig());
            return;
        }
        if (session.messages() >= session.policy().limits().messages()) {
            session.end(Replies.tooManyMessages(session.hostname()), SmtpEvent.Closed.Reason.LIMIT);
            return;
        }
        MailTransaction transaction = new MailTransaction(
                Ids.next(), session.facts(), command.reversePath().address(), parameters);
        switch (session.backend().mail(transaction)) {
            case SmtpBackend.MailResult.Refused(SmtpReply reply) -> session.reply(reply);
            case SmtpBackend.MailResult.Accepted(Envelope envelope) -> {
                session.begin(transaction, envelope);
                session.reply(Replies.senderOk());
            }
        }
    }
}
