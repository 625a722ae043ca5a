package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A transport that does what the test says for each address, and remembers the attempts. */
final class FakeTransport implements DeliveryTransport {
    /** An attempt. */
    record Tried(MailId mail, List<String> recipients, List<String> deliveryIds) {}

    private final List<Tried> tried = new ArrayList<>();
    private Function<QueuedRecipient, Outcome> answer = recipient -> delivered();
    private Runnable meanwhile = () -> {};

    static Outcome delivered() {
        return new Outcome.Delivered("imap-server");
    }

    static Outcome refused(int code, String enhanced) {
        return new Outcome.Refused(new DeliveryFailure(
                "imap-server", code, EnhancedCode.tryParse(enhanced).orElseThrow(), "no"));
    }

    static Outcome unreachable() {
        return new Outcome.Unreachable(new DeliveryFailure("", 450, new EnhancedCode(4, 4, 1), "No answer"));
    }

    static Outcome lost() {
        return new Outcome.Lost(new DeliveryFailure("", 450, new EnhancedCode(4, 4, 2), "Connection lost"));
    }

    /** From now on every recipient gets this. */
    FakeTransport answer(Outcome outcome) {
        return answer(recipient -> outcome);
    }

    synchronized FakeTransport answer(Function<QueuedRecipient, Outcome> function) {
        answer = function;
        return this;
    }

    /** Happens in the middle of each attempt. */
    void meanwhile(Runnable happening) {
        meanwhile = happening;
    }

    synchronized List<Tried> tried() {
        return List.copyOf(tried);
    }

    /** The recipients of each attempt. */
    List<List<String>> recipients() {
        return tried().stream().map(Tried::recipients).toList();
    }

    @Override
    public String nextHop(QueuedMail mail, QueuedRecipient recipient) {
        return recipient.destination() == Destination.MAILBOX
                ? "mailboxes"
                : recipient.address().domain().ascii();
    }

    @Override
    public List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        Function<QueuedRecipient, Outcome> function;
        synchronized (this) {
            tried.add(new Tried(
                    mail.id(),
                    recipients.stream().map(it -> it.address().toString()).toList(),
                    recipients.stream()
                            .map(it -> mail.id().deliveryId(it.index()))
                            .toList()));
            function = answer;
        }
        meanwhile.run();
        return recipients.stream().map(function).toList();
    }
}
