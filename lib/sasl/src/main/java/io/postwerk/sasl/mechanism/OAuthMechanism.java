package io.postwerk.sasl.mechanism;

import io.postwerk.password.WorkKind;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** OAUTHBEARER (RFC 7628) and its older kin XOAUTH2: the client has a token of an issuer that we trust. */
public final class OAuthMechanism implements Mechanism {

    private static final Set<MechanismFlag> FLAGS = Set.of(MechanismFlag.PLAINTEXT);

    /** Tokens with many claims are long; a line of the auth protocol has 16 KiB. */
    private static final int MAX_MESSAGE = 12_000;

    private final MechanismInfo info;
    private final Form form;
    private final TokenCheck tokens;
    private final CredentialSource users;

    private interface Form {
        OAuthMessage parse(String message) throws ScramAttributes.Malformed;
    }

    private OAuthMechanism(String name, Form form, TokenCheck tokens, CredentialSource users) {
        this.info = new MechanismInfo(name, FLAGS);
        this.form = form;
        this.tokens = tokens;
        this.users = users;
    }

    public static OAuthMechanism bearer(TokenCheck tokens, CredentialSource users) {
        return new OAuthMechanism("OAUTHBEARER", OAuthMessage::parseBearer, tokens, users);
    }

    public static OAuthMechanism xoauth2(TokenCheck tokens, CredentialSource users) {
        return new OAuthMechanism("XOAUTH2", OAuthMessage::parseXoauth2, tokens, users);
    }

    @Override
    public MechanismInfo info() {
        return info;
    }

    @Override
    public Mechanism.Exchange open(Mechanism.Facts facts) {
        return new Exchange();
    }

    private final class Exchange implements Mechanism.Exchange {

        private Optional<String> claimedName = Optional.empty();

        @Override
        public NextStep start(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> new SaslStep.Challenge(new byte[0]));
        }

        @Override
        public NextStep respond(byte[] response) {
            Optional<String> text = response.length > MAX_MESSAGE ? Optional.empty() : Utf8.decode(response);
            if (text.isEmpty()) {
                return new SaslStep.Failure(FailureReason.MALFORMED);
            }
            try {
                OAuthMessage message = form.parse(text.get());
                claimedName = Optional.of(message.userName()).filter(name -> !name.isEmpty());
                return new NextStep.Work(WorkKind.IO_BOUND, () -> decide(message));
            } catch (ScramAttributes.Malformed e) {
                return new SaslStep.Failure(FailureReason.MALFORMED);
            }
        }

        private NextStep decide(OAuthMessage message) {
            return switch (tokens.check(message.token())) {
                case TokenCheck.Answer.Unavailable() -> new SaslStep.Failure(FailureReason.TEMPORARY);
                case TokenCheck.Answer.Invalid() -> refuse();
                case TokenCheck.Answer.Valid(String userName) -> {
                    claimedName = Optional.of(userName);
                    yield Authorization.byProvenName(users, userName, message.userName());
                }
            };
        }

        /** RFC 7628 3.2.2. */
        private NextStep refuse() {
            String where = tokens.configurationAddress()
                    .map(address -> ",\"openid-configuration\":\"" + address + '"')
                    .orElse("");
            return new NextStep.Refusal(
                    ("{\"status\":\"invalid_token\"" + where + '}').getBytes(StandardCharsets.UTF_8),
                    FailureReason.CREDENTIALS);
        }

        @Override
        public Optional<String> claimedName() {
            return claimedName;
        }
    }
}
