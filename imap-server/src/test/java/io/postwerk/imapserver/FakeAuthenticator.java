package io.postwerk.imapserver;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Logs in those it is told of. PLAIN is SASL's; TALK is made up, to have every kind of step: it challenges with
 * {@code who?}, takes the name, and says {@code welcome} with success.
 */
public final class FakeAuthenticator implements Authenticator {
    private record Account(String password, SaslStep outcome) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private final AtomicReference<AuthFacts> facts = new AtomicReference<>();
    private int cancelled;
    private boolean away;
    private boolean requiresTls;

    public FakeAuthenticator with(String address, String password, String mailboxId) {
        User user = User.of(EmailAddress.tryParse(address).orElseThrow(), mailboxId);
        accounts.put(address, new Account(password, new SaslStep.Success(user, Optional.empty())));
        return this;
    }

    public FakeAuthenticator withFailing(String address, String password, FailureReason reason) {
        accounts.put(address, new Account(password, new SaslStep.Failure(reason)));
        return this;
    }

    /** Offers nothing in the clear. */
    public FakeAuthenticator requiringTls() {
        requiresTls = true;
        return this;
    }

    /** As if it had never been required. */
    public void allowInTheClear() {
        requiresTls = false;
    }

    /** From now on the service is away. */
    public void goAway() {
        away = true;
    }

    /** What the server said of the latest login's connection. */
    public AuthFacts facts() {
        return facts.get();
    }

    /** How many exchanges were given up before their end. */
    public int cancelled() {
        return cancelled;
    }

    @Override
    public List<MechanismInfo> mechanisms(Protection protection) {
        return away || requiresTls && protection == Protection.NONE
                ? List.of()
                : List.of(
                        new MechanismInfo("TALK", Set.of()),
                        new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT)));
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts connection) {
        facts.set(connection);
        if (away) return new Exchange(new SaslStep.Failure(FailureReason.TEMPORARY), data -> null);
        return switch (mechanism.toUpperCase(Locale.ROOT)) {
            case "PLAIN" ->
                initialResponse
                        .map(response -> new Exchange(plain(response), data -> null))
                        .orElseGet(() -> new Exchange(new SaslStep.Challenge(new byte[0]), this::plain));
            case "TALK" ->
                initialResponse
                        .map(response -> new Exchange(talk(response), data -> null))
                        .orElseGet(() -> new Exchange(new SaslStep.Challenge(octets("who?")), this::talk));
            default -> new Exchange(new SaslStep.Failure(FailureReason.UNKNOWN_MECHANISM), data -> null);
        };
    }

    private SaslStep plain(byte[] message) {
        String[] parts = new String(message, StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length != 3) return new SaslStep.Failure(FailureReason.MALFORMED);
        Account account = accounts.get(parts[1]);
        return account != null && account.password().equals(parts[2])
                ? account.outcome()
                : new SaslStep.Failure(FailureReason.CREDENTIALS);
    }

    private SaslStep talk(byte[] name) {
        Account account = accounts.get(new String(name, StandardCharsets.UTF_8));
        return account != null && account.outcome() instanceof SaslStep.Success(var user, var none)
                ? new SaslStep.Success(user, Optional.of(octets("welcome")))
                : new SaslStep.Failure(FailureReason.CREDENTIALS);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final class Exchange implements SaslExchange {
        private final Function<byte[], SaslStep> next;
        private SaslStep step;

        Exchange(SaslStep step, Function<byte[], SaslStep> next) {
            this.step = step;
            this.next = next;
        }

        @Override
        public SaslStep step() {
            return step;
        }

        @Override
        public SaslStep respond(byte[] response) {
            step = next.apply(response);
            return step;
        }

        @Override
        public void cancel() {
            if (step instanceof SaslStep.Challenge) {
                cancelled++;
                step = new SaslStep.Failure(FailureReason.CREDENTIALS);
            }
        }
    }
}
