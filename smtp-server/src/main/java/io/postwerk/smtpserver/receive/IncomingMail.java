package io.postwerk.smtpserver.receive;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.Envelope;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtp.server.Recipient;
import io.postwerk.smtpserver.routing.RecipientReplies;
import io.postwerk.smtpserver.routing.Resolution;
import io.postwerk.smtpserver.routing.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transaction: collects the targets of its recipients, each once. */
final class IncomingMail implements Envelope {
    /** Targets of all recipients together: what aliases make of a transaction has a limit too. */
    private static final int MAX_TARGETS = 10_000;

    private final MailReceiver receiver;
    private final MailId id;
    private final MailTransaction transaction;
    private final Map<String, Intake.Addressee> addressees = new LinkedHashMap<>();
    private int recipients;
    private Optional<EmailAddress> only = Optional.empty();

    IncomingMail(MailReceiver receiver, MailId id, MailTransaction transaction) {
        this.receiver = receiver;
        this.id = id;
        this.transaction = transaction;
    }

    @Override
    public Optional<SmtpReply> rcpt(Recipient recipient) {
        return switch (receiver.resolve(transaction, recipient)) {
            case Resolution.Accepted(List<Target> targets) -> accept(recipient, targets);
            case Resolution.Refused refused -> refuse(recipient, RecipientReplies.reply(refused), refused.reason());
        };
    }

    private Optional<SmtpReply> accept(Recipient recipient, List<Target> targets) {
        if (addressees.size() + targets.size() > MAX_TARGETS) {
            return refuse(recipient, Replies.tooManyRecipients(), "more than " + MAX_TARGETS + " with aliases");
        }
        EmailAddress original = switch (recipient.forwardPath()) {
            case ForwardPath.Mailbox(EmailAddress address) -> address;
            case ForwardPath.Postmaster() -> targets.getFirst().address();
        };
        for (Target target : targets) {
            addressees.putIfAbsent(target.key(), new Intake.Addressee(target, original));
        }
        recipients++;
        only = recipients == 1 ? Optional.of(original) : Optional.empty();
        return Optional.empty();
    }

    private Optional<SmtpReply> refuse(Recipient recipient, SmtpReply reply, String reason) {
        receiver.observeRefused(
                id, transaction, Optional.of(recipient.forwardPath().toString()), reply, reason);
        return Optional.of(reply);
    }

    @Override
    public DataResult data(MessageSource message) {
        return new DataResult.Whole(
                receiver.take(new Intake.Incoming(id, transaction, only, List.copyOf(addressees.values())), message));
    }
}
