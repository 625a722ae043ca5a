package io.postwerk.sasl.mechanism;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import java.util.Optional;
import java.util.Set;

/**
 * EXTERNAL (RFC 4422 A): the client is who the certificate says that it showed in TLS. Good only behind a server that verified the
 * certificate and may be believed in this, which is why it is announced to our own servers alone.
 */
public final class ExternalMechanism implements Mechanism {

    private static final MechanismInfo INFO = new MechanismInfo("EXTERNAL", Set.of());

    private final CredentialSource users;

    public ExternalMechanism(CredentialSource users) {
        this.users = users;
    }

    @Override
    public MechanismInfo info() {
        return INFO;
    }

    @Override
    public Mechanism.Exchange open(Mechanism.Facts facts) {
        return new Exchange(facts);
    }

    private final class Exchange implements Mechanism.Exchange {

        private final Mechanism.Facts facts;

        Exchange(Mechanism.Facts facts) {
            this.facts = facts;
        }

        @Override
        public NextStep start(Optional<byte[]> initialResponse) {
            // RFC 4422 5: without an initial response, a client-first mechanism begins with an empty challenge
            return initialResponse.map(this::respond).orElseGet(() -> new SaslStep.Challenge(new byte[0]));
        }

        @Override
        public NextStep respond(byte[] response) {
            // RFC 4422 A.1: the response is the authorization identity, or empty
            Optional<String> identity = Utf8.decode(response);
            if (identity.isEmpty() || identity.get().indexOf('\0') >= 0) {
                return new SaslStep.Failure(FailureReason.MALFORMED);
            }
            Optional<String> name = facts.certificateUser()
                    .filter(user -> EmailAddress.tryParse(user).isPresent());
            if (name.isEmpty()) {
                return new SaslStep.Failure(FailureReason.CREDENTIALS);
            }
            return new NextStep.Work(
                    users.workKind(), () -> Authorization.byProvenName(users, name.get(), identity.get()));
        }

        @Override
        public Optional<String> claimedName() {
            return facts.certificateUser();
        }
    }
}
