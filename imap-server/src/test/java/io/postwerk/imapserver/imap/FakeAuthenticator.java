package io.postwerk.imapserver.imap;

import io.postwerk.mail.AddressException;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows everybody whose password is {@code wonderland}; the mailbox id is the local part. Some users fail in other
 * ways:
 * {@code away}, {@code disabled}, {@code expired}. X-STEPS asks "who", and tells "done" at its end.
 */
final class FakeAuthenticator implements Authenticator {
    private static final MechanismInfo STEPS = new MechanismInfo("X-STEPS", Set.of());
    private static final MechanismInfo PLAIN = new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT));

    @Override
    public List<MechanismInfo> mechanisms(boolean secured) {
        return secured ? List.of(STEPS, PLAIN) : List.of();
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts facts) {
        return mechanism.equals("PLAIN")
                ? new Exchange(initialResponse.map(FakeAuthenticator::plain).orElse(challenge("")))
                : new Exchange(challenge("who"));
    }

    private static SaslStep challenge(String text) {
        return new SaslStep.Challenge(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Exchange implements SaslExchange {
        private SaslStep step;

        Exchange(SaslStep first) {
            step = first;
        }

        @Override
        public SaslStep step() {
            return step;
        }

        @Override
        public SaslStep respond(byte[] response) {
            SaslStep.Challenge challenge = (SaslStep.Challenge) step;
            step = challenge.data().length == 0
                    ? plain(response)
                    : success(new String(response, StandardCharsets.UTF_8), Optional.of("done"));
            return step;
        }

        @Override
        public void cancel() {}
    }

    private static SaslStep plain(byte[] message) {
        String[] parts = new String(message, StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length != 3) {
            return new SaslStep.Failure(FailureReason.MALFORMED);
        }
        if (parts[2].equals("wonderland")) {
            return success(parts[1], Optional.empty());
        }
        return new SaslStep.Failure(
                switch (parts[1]) {
                    case "away@example.org" -> FailureReason.TEMPORARY;
                    case "disabled@example.org" -> FailureReason.DISABLED;
                    case "expired@example.org" -> FailureReason.EXPIRED;
                    default -> FailureReason.CREDENTIALS;
                });
    }

    private static SaslStep success(String address, Optional<String> finalData) {
        try {
            EmailAddress user = EmailAddress.parse(address);
            return new SaslStep.Success(
                    new AuthenticatedUser(user, user.localPart()),
                    finalData.map(text -> text.getBytes(StandardCharsets.UTF_8)));
        } catch (AddressException e) {
            return new SaslStep.Failure(FailureReason.MALFORMED);
        }
    }
}
