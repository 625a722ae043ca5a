package io.postwerk.smtp.server;

import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.Parsed;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;
import java.util.Optional;

/** RCPT: adds a recipient to the transaction (RFC 5321 4.1.1.3). */
final class RcptHandler {
    /** For a recipient, with where its mail goes. */
    private static final int MEMORY_OCTETS = 512;

    private RcptHandler() {}

    static void handle(SmtpCommand.Rcpt command, SmtpSession session) throws IOException {
        if (session.mailing().recipients() >= session.policy().limits().recipients()) {
            // RFC 5321 4.5.3.1.10
            session.reply(Replies.TOO_MANY_RECIPIENTS);
            return;
        }
        boolean deliveryIds = session.protocol() == Protocol.LMTP;
        switch (RcptParameters.read(command.parameters(), deliveryIds)) {
            case Parsed.Refused<RcptParameters>(SmtpReply reply) -> session.reply(reply);
            case Parsed.Valid<RcptParameters>(RcptParameters parameters) ->
                add(session, command.forwardPath(), parameters);
        }
    }

    private static void add(SmtpSession session, ForwardPath path, RcptParameters parameters) throws IOException {
        if (session.refusals().exhausted()) {
            session.endForLimit(Replies.tooManyRefusals(session.hostname()), SmtpEvent.Limit.REFUSED_RECIPIENTS);
            return;
        }
        if (!session.takeMemory(MEMORY_OCTETS)) {
            session.reply(Replies.INSUFFICIENT_STORAGE);
            return;
        }
        Optional<SmtpReply> refusal = session.mailing().transaction().rcpt(path, parameters);
        if (refusal.isEmpty()) {
            session.recipientAccepted();
        } else if (refusal.get().isPermanent()) {
            session.conduct().refusedRecipient(session.refusals());
        }
        session.reply(refusal.orElse(Replies.RECIPIENT_OK));
    }
}
