package io.postwerk.authsidecar.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.sasl.mechanism.TokenCheck.Answer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An issuer that is asked about each token (RFC 7662). */
final class IntrospectingIssuer implements Issuer {

    private static final Logger LOG = System.getLogger(IntrospectingIssuer.class.getName());

    private final TokenIssuerConfig config;
    private final URI endpoint;
    private final IssuerHttp http;
    private final Supplier<Optional<SmtpCredentials.Login>> login;
    private final InstantSource clock;

    /** @throws IllegalArgumentException when the address is no URI */
    IntrospectingIssuer(
            TokenIssuerConfig config,
            IssuerHttp http,
            Supplier<Optional<SmtpCredentials.Login>> login,
            InstantSource clock) {
        this.config = config;
        this.endpoint = URI.create(config.introspectionUri().orElseThrow());
        this.http = http;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public String name() {
        return config.issuer();
    }

    @Override
    public Answer check(String token) {
        try {
            return answer(JSONObjectUtils.parse(http.introspect(endpoint, token, login.get())));
        } catch (IOException | ParseException e) {
            LOG.log(Level.WARNING, "Issuer {0} cannot be asked: {1}", config.name(), e.getMessage());
            return new Answer.Unavailable();
        }
    }

    /** RFC 7662 2.2: only {@code active} is always there; what else is there has to fit. */
    private Answer answer(Map<String, Object> claims) {
        boolean good = Boolean.TRUE.equals(claims.get("active"))
                && fits(claims.get("iss"), config.issuer())
                && isAmong(claims.get("aud"), config.audience())
                && !(claims.get("exp") instanceof Number end
                        && end.longValue() <= clock.instant().getEpochSecond());
        return good ? Issuer.ofUser(config, claims::get) : new Answer.Invalid();
    }

    private static boolean fits(@Nullable Object value, String expected) {
        return value == null || value.equals(expected);
    }

    private static boolean isAmong(@Nullable Object value, String expected) {
        return expected.equals(value) || value instanceof List<?> all && all.contains(expected);
    }

    @Override
    public void close() {
        http.close();
    }
}
