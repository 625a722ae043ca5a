package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * LOGIN: user name and password in two messages. Obsolete and never standardised (draft-murchison-sasl-login), and what
 * some clients still try first.
 */
public final class LoginMechanism implements Mechanism {

    private static final MechanismInfo INFO = new MechanismInfo("LOGIN", Set.of(MechanismFlag.PLAINTEXT));
    private static final int MAX_PART = 255;

    private final PasswordCheck passwords;

    public LoginMechanism(PasswordCheck passwords) {
        this.passwords = passwords;
    }

    @Override
    public MechanismInfo info() {
        return INFO;
    }

    @Override
    public Mechanism.Exchange open(Mechanism.Facts facts) {
        return new Exchange(facts.service());
    }

    private final class Exchange implements Mechanism.Exchange {
        private final String service;
        private Optional<String> userName = Optional.empty();

        Exchange(String service) {
            this.service = service;
        }

        /** An initial response is the user name. */
        @Override
        public NextStep start(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> challenge("Username:"));
        }

        @Override
        public NextStep respond(byte[] response) {
            Optional<String> text = response.length > MAX_PART ? Optional.empty() : Utf8.decode(response);
            if (text.isEmpty() || text.get().indexOf('\0') >= 0) {
                return new SaslStep.Failure(FailureReason.MALFORMED);
            }
            if (userName.isEmpty()) {
                userName = text;
                return challenge("Password:");
            }
            return Authorization.byPassword(passwords, service, "", userName.get(), text.get());
        }

        @Override
        public Optional<String> claimedName() {
            return userName;
        }
    }

    private static NextStep challenge(String prompt) {
        return new SaslStep.Challenge(prompt.getBytes(StandardCharsets.US_ASCII));
    }
}
