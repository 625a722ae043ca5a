package io.postwerk.smtpserver.receive;

import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import io.postwerk.sasl.SaslStep;
import io.postwerk.smtpserver.routing.FakeUsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets everybody in by PLAIN whose password is {@code secret}. */
public final class FakeLogins implements Authenticator {
    @Override
    public List<MechanismInfo> mechanisms(Protection protection) {
        return List.of(new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT)));
    }

    @Override
    public SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts facts) {
        return new Exchange(initialResponse.orElse(new byte[0]));
    }

    private record Exchange(byte[] response) implements SaslExchange {
        @Override
        public SaslStep step() {
            String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
            return parts.length == 3 && parts[2].equals("secret")
                    ? new SaslStep.Success(FakeUsers.login(parts[1]), Optional.empty())
                    : new SaslStep.Failure(FailureReason.CREDENTIALS);
        }

        @Override
        public SaslStep respond(byte[] ignored) {
            throw new IllegalStateException("no challenge is due");
        }

        @Override
        public void cancel() {}
    }
}
