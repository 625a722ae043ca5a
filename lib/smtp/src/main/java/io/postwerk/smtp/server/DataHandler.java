package io.postwerk.smtp.server;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.MailTransaction.DataResult;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** DATA: takes the message and ends the transaction (RFC 5321 4.1.1.4, RFC 2033 4.2). */
final class DataHandler {
    private DataHandler() {}

    static void handle(SmtpCommand.Data command, SmtpSession session) throws IOException {
        SmtpState.Mailing mailing = session.mailing();
        if (mailing.recipients() == 0) {
            session.reply(Replies.noValidRecipients(session.protocol()));
            return;
        }
        session.reply(Replies.START_MAIL);
        session.flush();
        List<SmtpReply> replies = switch (session.receiveMessage()) {
            case MessageReceiver.Received.Refused(SmtpReply reply) ->
                replies(session, mailing, new DataResult.Whole(reply));
            case MessageReceiver.Received.Whole(MessageSource message) -> decide(session, mailing, message);
        };
        for (SmtpReply reply : replies) {
            session.reply(reply);
        }
        session.endTransaction();
    }

    private static List<SmtpReply> decide(SmtpSession session, SmtpState.Mailing mailing, MessageSource message) {
        try (message) {
            List<SmtpReply> replies =
                    replies(session, mailing, mailing.transaction().data(message));
            session.messageDecided(replies.getFirst());
            return replies;
        }
    }

    private static List<SmtpReply> replies(SmtpSession session, SmtpState.Mailing mailing, DataResult result) {
        // RFC 2033 4.2: over LMTP a reply for each successful RCPT, in their order
        int expected = session.protocol() == Protocol.LMTP ? mailing.recipients() : 1;
        List<SmtpReply> replies = switch (result) {
            case DataResult.Whole(SmtpReply reply) -> Collections.nCopies(expected, reply);
            case DataResult.Each(List<SmtpReply> each) -> each;
        };
        if (replies.size() != expected) {
            throw new IllegalStateException(replies.size() + " replies for " + expected + " recipients");
        }
        return replies;
    }
}
