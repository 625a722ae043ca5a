package io.postwerk.authsidecar.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.postwerk.config.server.TokenIssuerConfig;
import io.postwerk.sasl.mechanism.TokenCheck.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Set;

/** An issuer whose tokens are JWTs (RFC 7519, RFC 9068), checked with its public keys. Keys are kept, and asked for again in time. */
final class JwtIssuer implements Issuer {

    private static final Logger LOG = System.getLogger(JwtIssuer.class.getName());

    /** Signatures with public keys only: with a shared secret, everybody who can check a token can issue one (RFC 8725 3.1). */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final TokenIssuerConfig config;
    private final IssuerHttp http;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @throws IllegalArgumentException when the address of the keys is no URL */
    JwtIssuer(TokenIssuerConfig config, IssuerHttp http) {
        this.config = config;
        this.http = http;
        try {
            var keys = JWKSourceBuilder.create(
                            URI.create(config.jwksUri().orElseThrow()).toURL(), http)
                    .cache(true)
                    .rateLimited(30_000)
                    .outageTolerant(true)
                    .retrying(true)
                    .build();
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("jwksUri is no URL", e);
        }
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("exp", config.userClaim())));
    }

    @Override
    public String name() {
        return config.issuer();
    }

    @Override
    public Answer check(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return Issuer.ofUser(config, claims::getClaim);
        } catch (KeySourceException e) {
            LOG.log(Level.WARNING, "The keys of issuer {0} cannot be had: {1}", config.name(), e.getMessage());
            return new Answer.Unavailable();
        } catch (ParseException | BadJOSEException | JOSEException e) {
            LOG.log(Level.DEBUG, "A token of issuer {0} is refused: {1}", config.name(), e.getMessage());
            return new Answer.Invalid();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
