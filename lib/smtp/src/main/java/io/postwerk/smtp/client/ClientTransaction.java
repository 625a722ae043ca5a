package io.postwerk.smtp.client;

import io.postwerk.mail.EmailAddress;
import io.postwerk.smtp.EsmtpParameters;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.Xtext;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One transaction of a client, and what is known so far of each recipient. */
final class ClientTransaction {
    // RFC 2920 3.1: the replies need room while commands are still being sent, so commands go out in groups
    private static final int GROUP = 100;

    private final ClientConnection connection;
    private final ServerExtensions extensions;
    private final Protocol protocol;
    private final ClientSettings.Timeouts timeouts;
    private final OutgoingMail mail;
    private final List<Optional<SmtpReply>> answers = new ArrayList<>();
    private final List<Integer> accepted = new ArrayList<>();
    private boolean open;
    private boolean dotSent;

    ClientTransaction(
            ClientConnection connection,
            ServerExtensions extensions,
            Protocol protocol,
            ClientSettings.Timeouts timeouts,
            OutgoingMail mail) {
        this.connection = connection;
        this.extensions = extensions;
        this.protocol = protocol;
        this.timeouts = timeouts;
        this.mail = mail;
        mail.recipients().forEach(_ -> answers.add(Optional.empty()));
    }

    /** Whether the server may think that the transaction is still open: RSET has to come before the next. */
    boolean isOpen() {
        return open;
    }

    /** Whether the server has said that it closes the connection (RFC 5321 3.8). */
    boolean isServerLeaving() {
        return answers.stream().flatMap(Optional::stream).anyMatch(reply -> reply.code() == 421);
    }

    /** What is known; {@code failure} says what ended the connection before more could be known. */
    List<RecipientOutcome> outcomes(String failure) {
        return answers.stream()
                .map(answer -> answer.<RecipientOutcome>map(RecipientOutcome.Answered::new)
                        .orElseGet(() -> dotSent
                                ? new RecipientOutcome.InDoubt(failure)
                                : new RecipientOutcome.NotSent(failure)))
                .toList();
    }

    /** Conducts the transaction; on an exception, {@link #outcomes} tells how far it got. */
    void run() throws IOException {
        if (mail.body() == BodyType.EIGHT_BIT && !extensions.eightBit()) {
            // RFC 6152 3: convert the message or refuse it
            answerAll(Replies.CONVERSION_REQUIRED);
            return;
        }
        if (mail.reversePath().filter(ClientTransaction::isForeign).isPresent()) {
            answerAll(Replies.NON_ASCII_ADDRESS);
            return;
        }
        List<Integer> recipients = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (isForeign(mail.recipients().get(i).address())) {
                answers.set(i, Optional.of(Replies.NON_ASCII_ADDRESS));
            } else {
                recipients.add(i);
            }
        }
        if (!recipients.isEmpty()) {
            Optional<SmtpReply> goAhead = extensions.pipelining() ? inGroups(recipients) : oneByOne(recipients);
            if (goAhead.isPresent()) {
                data(goAhead.get());
            }
        }
    }

    private Optional<SmtpReply> oneByOne(List<Integer> recipients) throws IOException {
        if (!opened(connection.ask(mailCommand(), timeouts.command()))) {
            return Optional.empty();
        }
        for (int recipient : recipients) {
            answered(recipient, connection.ask(rcptCommand(recipient), timeouts.command()));
        }
        return accepted.isEmpty()
                ? Optional.empty()
                : Optional.of(connection.ask(new SmtpCommand.Data(), timeouts.data()));
    }

    // RFC 2920 3.1: MAIL, RCPT and DATA may be sent in one go, DATA last
    private Optional<SmtpReply> inGroups(List<Integer> recipients) throws IOException {
        connection.write(mailCommand());
        for (int start = 0; start < recipients.size(); start += GROUP) {
            boolean first = start == 0;
            boolean last = start + GROUP >= recipients.size();
            List<Integer> group = recipients.subList(start, Math.min(start + GROUP, recipients.size()));
            for (int recipient : group) {
                connection.write(rcptCommand(recipient));
            }
            if (last) {
                connection.write(new SmtpCommand.Data());
            }
            connection.octets().flush();
            boolean welcome = !first || opened(connection.reply(timeouts.command()));
            for (int recipient : group) {
                SmtpReply reply = connection.reply(timeouts.command());
                if (welcome) {
                    answered(recipient, reply);
                }
            }
            if (last) {
                return Optional.of(connection.reply(timeouts.data()));
            }
            if (!welcome) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean opened(SmtpReply reply) throws IOException {
        require(reply, !reply.isIntermediate());
        open = reply.isPositive();
        if (!open) {
            answerAll(reply);
        }
        return open;
    }

    private void answered(int recipient, SmtpReply reply) throws IOException {
        require(reply, !reply.isIntermediate());
        if (reply.isPositive()) {
            accepted.add(recipient);
        } else {
            answers.set(recipient, Optional.of(reply));
        }
    }

    private void data(SmtpReply goAhead) throws IOException {
        require(goAhead, !goAhead.isPositive());
        if (!goAhead.isIntermediate()) {
            accepted.forEach(recipient -> answers.set(recipient, Optional.of(goAhead)));
            return;
        }
        if (accepted.isEmpty()) {
            // RFC 2920 3.1: the server went ahead without recipients; an empty message, whose replies nobody can count
            connection.octets().write(".\r\n");
            connection.octets().flush();
            throw new IOException("the server asked for a message that it has no recipients for");
        }
        DotStuffer octets = new DotStuffer(connection.octets());
        if (protocol == Protocol.LMTP) {
            // To a mailbox, as it is.
            octets.write(mail.message());
        } else {
            try {
                new LineFolder(octets).write(mail.message());
            } catch (LineFolder.UnfoldableException e) {
                // Without the final dot the server takes nothing; the caller closes the connection.
                accepted.forEach(recipient -> answers.set(recipient, Optional.of(Replies.LINE_TOO_LONG_TO_RELAY)));
                throw e;
            }
        }
        // From here on, the server may have the whole message, whatever we see (RFC 1047).
        dotSent = true;
        connection.octets().write(".\r\n");
        connection.octets().flush();
        readDecisions();
        open = false;
    }

    private void readDecisions() throws IOException {
        if (protocol != Protocol.LMTP) {
            SmtpReply reply = decision();
            accepted.forEach(recipient -> answers.set(recipient, Optional.of(reply)));
            return;
        }
        // RFC 2033 4.2: a reply for each recipient that was accepted, in that order
        for (int recipient : accepted) {
            answers.set(recipient, Optional.of(decision()));
        }
    }

    private SmtpReply decision() throws IOException {
        SmtpReply reply = connection.reply(timeouts.end());
        require(reply, !reply.isIntermediate());
        return reply;
    }

    private SmtpCommand mailCommand() {
        EsmtpParameters parameters = EsmtpParameters.NONE;
        if (extensions.size()) {
            // RFC 1870 6
            parameters = parameters.with("SIZE", Long.toString(mail.message().size()));
        }
        if (mail.body() == BodyType.EIGHT_BIT) {
            parameters = parameters.with("BODY", BodyType.EIGHT_BIT.keyword());
        }
        return new SmtpCommand.Mail(new ReversePath(mail.reversePath()), parameters);
    }

    private SmtpCommand rcptCommand(int index) {
        OutgoingRecipient recipient = mail.recipients().get(index);
        EsmtpParameters parameters = extensions.deliveryIds()
                ? recipient
                        .deliveryId()
                        .map(id -> EsmtpParameters.NONE.with(RcptParameters.XDELIVERYID, Xtext.encode(id)))
                        .orElse(EsmtpParameters.NONE)
                : EsmtpParameters.NONE;
        return SmtpCommand.Rcpt.to(recipient.address(), parameters);
    }

    private void answerAll(SmtpReply reply) {
        answers.replaceAll(answer -> answer.isPresent() ? answer : Optional.of(reply));
    }

    private static boolean isForeign(EmailAddress address) {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(address.toString());
    }

    private static void require(SmtpReply reply, boolean sensible) throws IOException {
        if (!sensible) {
            throw new IOException("unexpected reply: " + reply);
        }
    }
}
