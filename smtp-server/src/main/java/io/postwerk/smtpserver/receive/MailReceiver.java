package io.postwerk.smtpserver.receive;

import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.mail.MailId;
import io.postwerk.net.TransferDeadline;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.User;
import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SessionPolicy;
import io.postwerk.smtp.server.SmtpBackend;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.routing.SenderOwnership;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What smtp-server answers to its clients: who may log in where, whose a sender address is, where each recipient leads,
 * and, through {@link MailAcceptance}, what becomes of the message.
 */
public final class MailReceiver implements SmtpBackend {
    /** Hears of what happens in sessions. */
    @FunctionalInterface
    public interface SessionObserver {
        void observe(SessionFacts session, SmtpEvent event);
    }

    /**
     * The static rules of receiving.
     *
     * @param authNeedsTls whether AUTH is neither offered nor accepted before TLS
     * @param senders who may write in whose name
     * @param limits of a session that begins
     */
    public record Settings(boolean authNeedsTls, SmtpServerConfig.Senders senders, Supplier<SessionLimits> limits) {

        /** @param clients what clients may take now */
        public static Settings of(SmtpServerConfig config, Supplier<SmtpLimits> clients) {
            return new Settings(
                    config.auth().requireTls(), config.senders(), () -> limits(config.limits(), clients.get()));
        }

        private static SessionLimits limits(SmtpServerConfig.Limits limits, SmtpLimits clients) {
            Duration wait = Duration.ofSeconds(clients.commandSeconds());
            return SessionLimits.DEFAULT
                    .withMessageOctets(limits.messageOctets())
                    .withRecipients(limits.recipients())
                    .withErrors(clients.errors())
                    .withJunkCommands(clients.junkCommands())
                    .withTimes(
                            wait,
                            new TransferDeadline.Rules(
                                    wait, Duration.ofSeconds(clients.messageSeconds()), clients.octetsPerSecond()));
        }
    }

    /** Who hears of what happens. */
    public record Observers(MailEvent.Observer mails, SessionObserver sessions) {}

    private final Settings settings;
    private final Authenticator authenticator;
    private final AddressPolicy addresses;
    private final MailAcceptance acceptance;
    private final MailEvent.Observer mails;
    private final SessionObserver sessions;
    private final RecipientRefusals refusals;
    private final InstantSource clock;

    public MailReceiver(
            Settings settings,
            Authenticator authenticator,
            AddressPolicy addresses,
            MailAcceptance acceptance,
            RecipientRefusals refusals,
            Observers observers,
            InstantSource clock) {
        this.refusals = refusals;
        this.settings = settings;
        this.authenticator = authenticator;
        this.addresses = addresses;
        this.acceptance = acceptance;
        this.mails = observers.mails();
        this.sessions = observers.sessions();
        this.clock = clock;
    }

    @Override
    public OpenResult open(ClientFacts client) {
        boolean submission = client.protocol() == Protocol.SUBMISSION;
        return new OpenResult.Accepted(new SessionPolicy(
                Optional.of(authenticator),
                settings.authNeedsTls(),
                false,
                submission,
                settings.limits().get(),
                refusals.of(client)));
    }

    @Override
    public MailResult mail(SessionFacts session, ReversePath reversePath, MailParameters parameters) {
        MailOrigin origin = new MailOrigin(
                MailId.create(clock.millis()), session, reversePath.address(), parameters.body() == BodyType.EIGHT_BIT);
        // RFC 1870 6.1 (1): the declared size counts
        if (!acceptance.hasRoomFor(parameters.size().orElse(0))) {
            return refused(origin, Replies.INSUFFICIENT_STORAGE, "the disk is almost full");
        }
        if (settings.senders().rejectForeignOwn()
                && origin.reversePath()
                        .filter(sender -> addresses.isOwnFromOutside(session, sender))
                        .isPresent()) {
            return refused(origin, Replies.OWN_DOMAIN_FROM_OUTSIDE, "a stranger");
        }
        // RFC 8098 2.1: a user's program sends a disposition notification from the null reverse-path
        if (session.user().isPresent() && origin.reversePath().isPresent()) {
            User user = session.user().get();
            switch (addresses.sender(user, origin.reversePath().get())) {
                case SenderOwnership.Answer.Owned() -> {}
                case SenderOwnership.Answer.NotOwned() -> {
                    return refused(origin, Replies.SENDER_NOT_OWNED, "not of " + user.address());
                }
                case SenderOwnership.Answer.Unavailable(String reason) -> {
                    return refused(origin, Replies.LOCAL_ERROR, reason);
                }
            }
        }
        Optional<AuthorCheck> authors = session.user()
                .map(user -> new AuthorCheck(
                        settings.senders().headerFrom(), user, address -> addresses.sender(user, address)));
        return new MailResult.Accepted(new IncomingMail(origin, addresses, acceptance, authors, mails));
    }

    private MailResult refused(MailOrigin origin, SmtpReply reply, String reason) {
        mails.observe(origin.refused(Optional.empty(), reply, reason));
        return new MailResult.Refused(reply);
    }

    @Override
    public void observe(SessionFacts session, SmtpEvent event) {
        sessions.observe(session, event);
    }
}
