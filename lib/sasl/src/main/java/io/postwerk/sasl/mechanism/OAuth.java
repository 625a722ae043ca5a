package io.postwerk.sasl.mechanism;

import io.postwerk.password.Effort;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** OAUTHBEARER (RFC 7628) and its older kin XOAUTH2: the client has a token of an issuer that we trust. */
public final class OAuth implements Mechanism {

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

    private OAuth(String name, Form form, TokenCheck tokens, CredentialSource users) {
        this.info = new MechanismInfo(name, FLAGS);
        this.form = form;
        this.tokens = tokens;
        this.users = users;
    }

    public static OAuth bearer(TokenCheck tokens, CredentialSource users) {
        return new OAuth("OAUTHBEARER", OAuthMessage::parseBearer, tokens, users);
    }

    public static OAuth xoauth2(TokenCheck tokens, CredentialSource users) {
        return new OAuth("XOAUTH2", OAuthMessage::parseXoauth2, tokens, users);
    }

    @Override
    public MechanismInfo info() {
        return info;
    }

    @Override
    public MechanismExchange open(ExchangeFacts facts) {
        return new Exchange(facts.service());
    }

    private final class Exchange implements MechanismExchange {

        private final String service;
        private Optional<String> claimedName = Optional.empty();

        Exchange(String service) {
            this.service = service;
        }

        @Override
        public MechanismStep start(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> new MechanismStep.Challenge(new byte[0]));
        }

        @Override
        public MechanismStep respond(byte[] response) {
            Optional<String> text = response.length > MAX_MESSAGE ? Optional.empty() : Utf8.decode(response);
            if (text.isEmpty()) {
                return new MechanismStep.Failure(FailureReason.MALFORMED);
            }
            try {
                OAuthMessage message = form.parse(text.get());
                claimedName = Optional.of(message.userName()).filter(name -> !name.isEmpty());
                return new MechanismStep.Work(Effort.WAITS, () -> decide(message));
            } catch (ScramAttributes.Malformed e) {
                return new MechanismStep.Failure(FailureReason.MALFORMED);
            }
        }

        private MechanismStep decide(OAuthMessage message) {
            return switch (tokens.check(message.token())) {
                case TokenCheck.TokenVerdict.Unknown() -> new MechanismStep.Failure(FailureReason.TEMPORARY);
                case TokenCheck.TokenVerdict.Invalid() -> refuse();
                case TokenCheck.TokenVerdict.Valid(String userName) -> {
                    claimedName = Optional.of(userName);
                    yield ProvenName.conclude(users, userName, message.userName());
                }
            };
        }

        /** RFC 7628 3.2.2. */
        private MechanismStep refuse() {
            String where = tokens.configurationAddress()
                    .map(address -> ",\"openid-configuration\":\"" + address + '"')
                    .orElse("");
            return new MechanismStep.Refusal(
                    ("{\"status\":\"invalid_token\"" + where + '}').getBytes(StandardCharsets.UTF_8),
                    FailureReason.CREDENTIALS);
        }

        @Override
        public Optional<String> claimedName() {
            return claimedName;
        }
    }
}
