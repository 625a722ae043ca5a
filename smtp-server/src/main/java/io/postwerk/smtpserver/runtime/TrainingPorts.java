package io.postwerk.smtpserver.runtime;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SessionPolicy;
import io.postwerk.smtp.server.SmtpBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The world outside of a training run: everybody exists and may log in, and mailboxes take everything. */
final class TrainingPorts implements Authenticator, UserDirectory {
    private final Semaphore deliveries = new Semaphore(0);

    @Override
    public List<MechanismInfo> mechanisms(Protection protection) {
        return List.of(new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT)));
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts facts) {
        return new Admission();
    }

    @Override
    public UserLookup lookup(EmailAddress address, String service, long minSequence) {
        return new UserLookup.Found(
                new User(address, address.canonical(), OptionalLong.empty(), OptionalLong.empty(), false));
    }

    @Override
    public void onChange(Runnable listener) {}

    /** What stands in for imap-server. */
    SmtpBackend mailboxes() {
        return new SmtpBackend() {
            @Override
            public OpenResult open(ClientFacts client) {
                return new OpenResult.Accepted(SessionPolicy.open(SessionLimits.DEFAULT));
            }

            @Override
            public MailResult mail(SessionFacts session, ReversePath reversePath, MailParameters parameters) {
                return new MailResult.Accepted(new Delivery());
            }
        };
    }

    /** Waits for mail for so many recipients. */
    void awaitDeliveries(int count, Duration timeout) throws IOException, InterruptedException {
        if (!deliveries.tryAcquire(count, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("only " + deliveries.availablePermits() + " of " + count + " deliveries came");
        }
    }

    /** Lets the training user in, whatever it says. */
    private static final class Admission implements SaslExchange {
        @Override
        public SaslStep step() {
            EmailAddress user = TrainingConfig.USER;
            return new SaslStep.Success(User.of(user, user.canonical()), Optional.empty());
        }

        @Override
        public SaslStep respond(byte[] response) {
            return step();
        }

        @Override
        public void cancel() {}
    }

    private final class Delivery implements MailTransaction {
        private final MailId id = MailId.create(System.currentTimeMillis());
        private int recipients;

        @Override
        public MailId id() {
            return id;
        }

        @Override
        public Optional<SmtpReply> rcpt(ForwardPath path, RcptParameters parameters) {
            recipients++;
            return Optional.empty();
        }

        @Override
        public DataResult data(MessageSource message) {
            deliveries.release(recipients);
            return new DataResult.Whole(Replies.delivered("training"));
        }
    }
}
