package io.postwerk.authsidecar.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.sasl.mechanism.TokenCheck;
import io.postwerk.trust.TrustException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All trusted issuers. A JWT names its issuer and is checked by that one alone. Any other token is checked by the issuers that
 * support introspection.
 */
public final class Issuers implements TokenCheck, AutoCloseable {

    private final List<Issuer> byKeys = new ArrayList<>();
    private final List<Issuer> byAsking = new ArrayList<>();
    private final Optional<String> configurationAddress;

    /**
     * Makes no request yet.
     *
     * @param logins the login at the issuer of that name, asked for at each use
     * @throws TrustException when the CA of an issuer cannot be read
     * @throws IllegalArgumentException when an address cannot be used
     */
    public Issuers(
            List<TokenIssuerConfig> configs,
            Function<String, Optional<SmtpCredentials.Login>> logins,
            InstantSource clock)
            throws TrustException {
        for (TokenIssuerConfig config : configs) {
            var http = new IssuerHttp(config.ca());
            if (config.jwksUri().isPresent()) {
                byKeys.add(new JwtIssuer(config, http));
            } else {
                byAsking.add(new IntrospectingIssuer(config, http, () -> logins.apply(config.name()), clock));
            }
        }
        // RFC 8414 3, in the form that OpenID Connect gave it
        this.configurationAddress = configs.stream()
                .map(TokenIssuerConfig::issuer)
                .filter(issuer -> issuer.matches("https://[-A-Za-z0-9._~:/%]+"))
                .map(issuer -> issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration")
                .findFirst();
    }

    @Override
    public Answer check(String token) {
        Optional<Issuer> named = issuer(token);
        if (named.isPresent()) {
            return named.get().check(token);
        }
        Answer answer = new Answer.Invalid();
        for (Issuer issuer : byAsking) {
            Answer one = issuer.check(token);
            if (one instanceof Answer.Valid) {
                return one;
            }
            answer = one instanceof Answer.Unavailable ? one : answer;
        }
        return answer;
    }

    /** The issuer that a JWT names, which is not verified yet. */
    private Optional<Issuer> issuer(String token) {
        try {
            // encrypted ones show no claims
            JWTClaimsSet claims = JWTParser.parse(token).getJWTClaimsSet();
            return byKeys.stream()
                    .filter(issuer -> claims != null && issuer.name().equals(claims.getIssuer()))
                    .findFirst();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> configurationAddress() {
        return configurationAddress;
    }

    @Override
    public void close() {
        byKeys.forEach(Issuer::close);
        byAsking.forEach(Issuer::close);
    }
}
