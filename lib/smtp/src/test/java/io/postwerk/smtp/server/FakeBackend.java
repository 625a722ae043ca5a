package io.postwerk.smtp.server;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
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
    public record Arrived(Opened transaction, List<Recipient> recipients, String message) {}

    /** What MAIL has opened. */
    public record Opened(
            MailId id, SessionFacts session, Optional<EmailAddress> reversePath, MailParameters parameters) {}

    /** What RCPT has added. */
    public record Recipient(ForwardPath forwardPath, RcptParameters parameters) {}

    private final SessionPolicy policy;
    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final List<SmtpEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger openTransactions = new AtomicInteger();
    private Optional<SmtpReply> welcome = Optional.empty();
    private Function<Arrived, MailTransaction.DataResult> decision =
            mail -> new MailTransaction.DataResult.Whole(Replies.queued("QID"));

    public FakeBackend(SessionPolicy policy) {
        this.policy = policy;
    }

    /** Refuse every session with this. */
    FakeBackend refusing(SmtpReply reply) {
        welcome = Optional.of(reply);
        return this;
    }

    /** Decide about messages like this. */
    public FakeBackend deciding(Function<Arrived, MailTransaction.DataResult> function) {
        decision = function;
        return this;
    }

    public List<Arrived> arrived() {
        return arrived;
    }

    List<SmtpEvent> events() {
        return events;
    }

    /** Transactions that were given away and not closed. */
    public int openTransactions() {
        return openTransactions.get();
    }

    @Override
    public OpenResult open(ClientFacts client) {
        return welcome.<OpenResult>map(OpenResult.Refused::new).orElseGet(() -> new OpenResult.Accepted(policy));
    }

    @Override
    public MailResult mail(SessionFacts session, ReversePath reversePath, MailParameters parameters) {
        if (reversePath
                .address()
                .map(EmailAddress::localPart)
                .filter("nobody"::equals)
                .isPresent()) {
            return new MailResult.Refused(Replies.SENDER_NOT_OWNED);
        }
        openTransactions.incrementAndGet();
        return new MailResult.Accepted(new FakeTransaction(
                new Opened(MailId.create(System.currentTimeMillis()), session, reversePath.address(), parameters)));
    }

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        events.add(event);
    }

    private final class FakeTransaction implements MailTransaction {
        private final Opened opened;
        private final List<Recipient> recipients = new ArrayList<>();
        private boolean closed;

        private FakeTransaction(Opened opened) {
            this.opened = opened;
        }

        @Override
        public MailId id() {
            return opened.id();
        }

        @Override
        public Optional<SmtpReply> rcpt(ForwardPath path, RcptParameters parameters) {
            if (path instanceof ForwardPath.Mailbox(EmailAddress address)) {
                switch (address.localPart()) {
                    case "nobody" -> {
                        return Optional.of(Replies.noSuchMailbox(address));
                    }
                    case "later" -> {
                        return Optional.of(Replies.MAILBOX_UNAVAILABLE);
                    }
                    case "broken" -> throw new IllegalStateException("a failure of the program, which the test wants");
                    default -> {}
                }
            }
            recipients.add(new Recipient(path, parameters));
            return Optional.empty();
        }

        @Override
        public DataResult data(MessageSource message) {
            try {
                Arrived mail = new Arrived(
                        opened, List.copyOf(recipients), new String(message.readAll(), StandardCharsets.ISO_8859_1));
                arrived.add(mail);
                return decision.apply(mail);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("a transaction was closed twice");
            }
            closed = true;
            openTransactions.decrementAndGet();
        }
    }
}
