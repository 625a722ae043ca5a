package io.postwerk.authsidecar.oauth;

import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.sasl.mechanism.TokenCheck.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Function;

/** Whose a good token is. */
final class UserClaim {

    private static final Logger LOG = System.getLogger(UserClaim.class.getName());

    private static final String EMAIL = "email";
    private static final String EMAIL_VERIFIED = "email_verified";

    private UserClaim() {}

    /** @param claims the value of a claim, null without it */
    static Answer verdict(TokenIssuerConfig config, Function<String, Object> claims) {
        if (!(claims.apply(config.userClaim()) instanceof String user)) {
            return new Answer.Invalid();
        }
        if (config.userClaim().equals(EMAIL)
                && config.requireVerifiedEmail()
                && !isTrue(claims.apply(EMAIL_VERIFIED))) {
            LOG.log(Level.INFO, "A token of issuer {0} is refused: {1} is not true", config.name(), EMAIL_VERIFIED);
            return new Answer.Invalid();
        }
        return new Answer.Valid(user);
    }

    /** OpenID Connect Core 5.1 has a boolean; some issuers give it as text. */
    private static boolean isTrue(Object value) {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }
}
