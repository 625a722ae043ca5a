package io.postwerk.authsidecar.oauth;

import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.sasl.mechanism.TokenCheck.Answer;
import java.lang.System.Logger.Level;
import java.util.function.Function;

/** One issuer of tokens. */
interface Issuer extends AutoCloseable {

    /** Value of the claim {@code iss} in its tokens. */
    String name();

    Answer check(String token);

    @Override
    void close();

    /**
     * The user of a token that is valid otherwise.
     *
     * @param claims the value of a claim, null without it
     */
    static Answer ofUser(TokenIssuerConfig config, Function<String, Object> claims) {
        if (!(claims.apply(config.userClaim()) instanceof String user)) {
            return new Answer.Invalid();
        }
        if (config.userClaim().equals("email")
                && config.requireVerifiedEmail()
                && !isTrue(claims.apply("email_verified"))) {
            System.getLogger(Issuer.class.getName())
                    .log(
                            Level.INFO,
                            "A token of issuer {0} is refused: {1} is not true",
                            config.name(),
                            "email_verified");
            return new Answer.Invalid();
        }
        return new Answer.Valid(user);
    }

    /** OpenID Connect Core 5.1 has a boolean; some issuers give it as text. */
    private static boolean isTrue(Object value) {
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }
}
