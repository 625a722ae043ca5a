package io.postwerk.smtpserver.receive;

import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.User;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtp.server.Recipient;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SessionPolicy;
import io.postwerk.smtp.server.SmtpBackend;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.MailObserver;
import io.postwerk.smtpserver.routing.RecipientResolver;
import io.postwerk.smtpserver.routing.Resolution;
import io.postwerk.smtpserver.routing.RoutingRules;
import io.postwerk.smtpserver.routing.SenderOwnership;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What smtp-server answers to its clients: who may log in where, whose a sender address is, where each recipient leads,
 * and, through {@link Intake}, what becomes of the message.
 */
public final class MailReceiver implements SmtpBackend {
    /** Hears of what happens in sessions. */
    @FunctionalInterface
    public interface SessionObserver {
        void observe(SessionFacts session, SmtpEvent event);
    }

    /**
     * What is asked about addresses.
     *
     * @param routing in force now; empty before the first complete configuration
     */
    public record Directory(
            Supplier<Optional<RoutingTable>> routing,
            RoutingRules rules,
            RecipientResolver resolver,
            SenderOwnership ownership) {}

    private final ReceiveSettings settings;
    private final Authenticator authenticator;
    private final Directory directory;
    private final Intake intake;
    private final MailObserver mails;
    private final SessionObserver sessions;
    private final InstantSource clock;

    public MailReceiver(
            ReceiveSettings settings,
            Authenticator authenticator,
            Directory directory,
            Intake intake,
            Observers observers,
            InstantSource clock) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.directory = directory;
        this.intake = intake;
        this.mails = observers.mails();
        this.sessions = observers.sessions();
        this.clock = clock;
    }

    /** Who hears of what happens. */
    public record Observers(MailObserver mails, SessionObserver sessions) {}

    @Override
    public OpenResult open(ClientFacts client) {
        boolean submission = client.protocol() == Protocol.SUBMISSION;
        return new OpenResult.Accepted(new SessionPolicy(
                Optional.of(authenticator), settings.authNeedsTls(), false, submission, settings.limits()));
    }

    @Override
    public MailResult mail(MailTransaction opened) {
        MailId id = MailId.create(clock.millis());
        // One id from here on, whatever the session calls it.
        MailTransaction transaction =
                new MailTransaction(id.value(), opened.session(), opened.reversePath(), opened.parameters());
        Optional<User> user = transaction.session().user();
        // RFC 3798 2.1: a user's program sends a disposition notification from the null reverse-path
        if (user.isPresent() && transaction.reversePath().isPresent()) {
            EmailAddress sender = transaction.reversePath().get();
            switch (directory.ownership().check(directory.routing().get(), user.get(), sender)) {
                case SenderOwnership.Answer.Owned() -> {}
                case SenderOwnership.Answer.NotOwned() -> {
                    return refused(
                            id,
                            transaction,
                            Replies.senderNotOwned(),
                            "not of " + user.get().address());
                }
                case SenderOwnership.Answer.Unknown(String reason) -> {
                    return refused(id, transaction, Replies.localError(), reason);
                }
            }
        }
        return new MailResult.Accepted(new IncomingMail(this, id, transaction));
    }

    private MailResult refused(MailId id, MailTransaction transaction, SmtpReply reply, String reason) {
        observeRefused(id, transaction, Optional.empty(), reply, reason);
        return new MailResult.Refused(reply);
    }

    Resolution resolve(MailTransaction transaction, Recipient recipient) {
        SessionFacts session = transaction.session();
        return directory
                .resolver()
                .resolve(
                        directory.routing().get(),
                        directory
                                .rules()
                                .standing(
                                        session.client().address(),
                                        session.user().isPresent(),
                                        transaction.reversePath()),
                        recipient.forwardPath());
    }

    SmtpReply take(Intake.Incoming mail, MessageSource message) {
        return intake.take(mail, message);
    }

    void observeRefused(
            MailId id, MailTransaction transaction, Optional<String> recipient, SmtpReply reply, String reason) {
        mails.observe(new MailEvent.Refused(
                id,
                transaction.session().client().sessionId(),
                transaction.reversePath(),
                recipient,
                reply.toString(),
                reason));
    }

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        sessions.observe(session, event);
    }
}
