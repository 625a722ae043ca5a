package io.postwerk.smtp.server;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows alice with the password wonderland, by PLAIN and by LOGIN. FINAL lets anybody in with additional data. FAIL fails
 * for the reason that the client names.
 */
public final class FakeAuthenticator implements Authenticator {
    public static final User ALICE =
            User.of(EmailAddress.tryParse("alice@example.org").orElseThrow(), "mailbox-1");

    private final List<AuthFacts> facts = new ArrayList<>();
    private int cancelled;

    List<AuthFacts> facts() {
        return facts;
    }

    int cancelled() {
        return cancelled;
    }

    @Override
    public List<MechanismInfo> mechanisms(Protection protection) {
        return List.of(new MechanismInfo("PLAIN", Set.of()), new MechanismInfo("LOGIN", Set.of()));
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts about) {
        facts.add(about);
        List<String> challenges = switch (mechanism) {
            case "LOGIN" -> List.of("User Name", "Password");
            case "PLAIN", "FAIL" -> List.of("");
            default -> List.of();
        };
        Exchange exchange = new Exchange(mechanism, challenges);
        initialResponse.ifPresent(exchange::respond);
        return exchange;
    }

    private final class Exchange implements SaslExchange {
        private final String mechanism;
        private final List<String> challenges;
        private final List<String> responses = new ArrayList<>();

        private Exchange(String mechanism, List<String> challenges) {
            this.mechanism = mechanism;
            this.challenges = challenges;
        }

        @Override
        public SaslStep step() {
            if (responses.size() < challenges.size()) {
                return new SaslStep.Challenge(challenges.get(responses.size()).getBytes(StandardCharsets.UTF_8));
            }
            return switch (mechanism) {
                case "PLAIN" -> check(responses.getFirst().equals("\0alice\0wonderland"));
                case "LOGIN" -> check(responses.equals(List.of("alice", "wonderland")));
                case "FINAL" -> new SaslStep.Success(ALICE, Optional.of(new byte[] {'v', '=', '1'}));
                case "FAIL" -> new SaslStep.Failure(FailureReason.valueOf(responses.getFirst()));
                default -> new SaslStep.Failure(FailureReason.UNKNOWN_MECHANISM);
            };
        }

        private static SaslStep check(boolean right) {
            return right
                    ? new SaslStep.Success(ALICE, Optional.empty())
                    : new SaslStep.Failure(FailureReason.CREDENTIALS);
        }

        @Override
        public SaslStep respond(byte[] response) {
            responses.add(new String(response, StandardCharsets.UTF_8));
            return step();
        }

        @Override
        public void cancel() {
            if (step() instanceof SaslStep.Challenge) {
                cancelled++;
            }
        }
    }
}
