package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import java.util.Optional;
import java.util.Set;

/** PLAIN (RFC 4616): authorization identity, user name and password in one message. */
public final class PlainMechanism implements Mechanism {

    private static final MechanismInfo INFO = new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT));

    /** RFC 4616 2 bounds each of the three parts by 255 octets. */
    private static final int MAX_PART = 255;

    private final PasswordCheck passwords;

    public PlainMechanism(PasswordCheck passwords) {
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
        private Optional<String> claimedName = Optional.empty();

        Exchange(String service) {
            this.service = service;
        }

        @Override
        public NextStep start(Optional<byte[]> initialResponse) {
            // RFC 4422 5: without an initial response, a client-first mechanism begins with an empty challenge
            return initialResponse.map(this::respond).orElseGet(() -> new SaslStep.Challenge(new byte[0]));
        }

        @Override
        public NextStep respond(byte[] response) {
            // RFC 4616 2: message = [authzid] UTF8NUL authcid UTF8NUL passwd
            Optional<String> text = response.length > 3 * MAX_PART + 2 ? Optional.empty() : Utf8.decode(response);
            String[] parts = text.map(t -> t.split("\0", -1)).orElseGet(() -> new String[0]);
            if (parts.length != 3) {
                return new SaslStep.Failure(FailureReason.MALFORMED);
            }
            claimedName = Optional.of(parts[1]);
            return Authorization.byPassword(passwords, service, parts[0], parts[1], parts[2]);
        }

        @Override
        public Optional<String> claimedName() {
            return claimedName;
        }
    }
}
