package io.postwerk.smtp.server;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A program that takes mail for everybody but some: the local parts {@code nobody}, {@code later} and {@code broken} are
 * refused, refused for a while, and the end of the session. Keeps all that it was asked and told.
 */
public final class FakeBackend implements SmtpBackend {
    /** A mail that has arrived. */
    public record Arrived(MailTransaction transaction, List<Recipient> recipients, String message) {}

    private final SessionPolicy policy;
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<SmtpEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger openEnvelopes = new AtomicInteger();
    private Optional<SmtpReply> welcome = Optional.empty();
    private Function<Arrived, Envelope.DataResult> decision =
            mail -> new Envelope.DataResult.Whole(Replies.queued("QID"));

    public FakeBackend(SessionPolicy policy) {
        this.policy = policy;
    }

    /** Refuse every session with this. */
    FakeBackend refusing(SmtpReply reply) {
        welcome = Optional.of(reply);
        return this;
    }

    /** Decide about messages like this. */
    public FakeBackend deciding(Function<Arrived, Envelope.DataResult> function) {
        decision = function;
        return this;
    }

    public List<Arrived> arrived() {
        return arrived;
    }

    List<SmtpEvent> events() {
        return events;
    }

    /** Envelopes that were given away and not closed. */
    public int openEnvelopes() {
        return openEnvelopes.get();
    }

    @Override
    public OpenResult open(ClientFacts client) {
        return welcome.<OpenResult>map(OpenResult.Refused::new).orElseGet(() -> new OpenResult.Accepted(policy));
    }

    @Override
    public MailResult mail(MailTransaction transaction) {
        if (transaction
                .reversePath()
                .map(EmailAddress::localPart)
                .filter("nobody"::equals)
                .isPresent()) {
            return new MailResult.Refused(Replies.senderNotOwned());
        }
        openEnvelopes.incrementAndGet();
        return new MailResult.Accepted(new FakeEnvelope(transaction));
    }

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        events.add(event);
    }

    private final class FakeEnvelope implements Envelope {
        private final MailTransaction transaction;
        private final List<Recipient> recipients = new ArrayList<>();
        private boolean closed;

        private FakeEnvelope(MailTransaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public Optional<SmtpReply> rcpt(Recipient recipient) {
            if (recipient.forwardPath() instanceof ForwardPath.Mailbox(EmailAddress address)) {
                switch (address.localPart()) {
                    case "nobody" -> {
                        return Optional.of(Replies.noSuchMailbox(address));
                    }
                    case "later" -> {
                        return Optional.of(Replies.mailboxUnavailable());
                    }
                    case "broken" -> throw new IllegalStateException("a failure of the program, which the test wants");
                    default -> {}
                }
            }
            recipients.add(recipient);
            return Optional.empty();
        }

        @Override
        public DataResult data(MessageSource message) {
            try {
                Arrived mail = new Arrived(
                        transaction,
                        List.copyOf(recipients),
                        new String(message.readAll(), StandardCharsets.ISO_8859_1));
                arrived.add(mail);
                return decision.apply(mail);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("an envelope was closed twice");
            }
            closed = true;
            openEnvelopes.decrementAndGet();
        }
    }
}
