package io.postwerk.smtpserver.receive;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Mailboxes that answer what the test says; by default they take everything. */
public final class FakeMailboxes implements CutThrough.Mailboxes {
    /** A mail that was brought. */
    public record Brought(QueuedMail mail, List<QueuedRecipient> recipients, String text) {}

    private final ArrayDeque<Outcome> answers = new ArrayDeque<>();
    private final List<Brought> brought = new ArrayList<>();

    public static Outcome.Refused refuses(int code, String enhanced, String text) {
        return new Outcome.Refused(new DeliveryFailure(
                "imap-server", code, EnhancedCode.tryParse(enhanced).orElseThrow(), text));
    }

    public static Outcome.Unreachable unreachable() {
        return new Outcome.Unreachable(
                new DeliveryFailure("", 450, new EnhancedCode(4, 4, 1), "No answer from imap-server"));
    }

    public static Outcome.Lost lost() {
        return new Outcome.Lost(
                new DeliveryFailure("", 450, new EnhancedCode(4, 4, 2), "Connection to imap-server lost"));
    }

    /** The next mails get these answers. */
    public FakeMailboxes answer(Outcome... outcomes) {
        answers.addAll(List.of(outcomes));
        return this;
    }

    public List<Brought> brought() {
        return brought;
    }

    @Override
    public List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        try {
            brought.add(new Brought(mail, recipients, new String(body.readAll(), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Outcome answer = answers.isEmpty() ? new Outcome.Delivered("imap-server") : answers.poll();
        return Collections.nCopies(recipients.size(), answer);
    }
}
