package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import java.util.Optional;

/**
 * Who issues tokens that users may log in with (OAUTHBEARER, XOAUTH2). With {@code jwksUri} a token is a JWT that is checked here; with
 * {@code introspectionUri} the issuer is asked about each.
 *
 * @param name name of the issuer; its login in {@code credentials.json}, for introspection, is {@code issuer/NAME}
 * @param issuer value that the claim {@code iss} has to have; a URL
 * @param audience value that has to be among those of the claim {@code aud}
 * @param userClaim claim with the user's address; default {@code email}
 * @param requireVerifiedEmail whether the claim {@code email} is taken only with {@code email_verified}, which is true; default true
 * @param jwksUri where the issuer's keys are (RFC 7517); absent with introspection
 * @param introspectionUri where the issuer is asked (RFC 7662); absent with keys
 * @param ca certificates of the CAs that are trusted, in PEM; default is what the JDK trusts (absent)
 */
public record TokenIssuerConfig(
        @Bounds(min = 1, max = 63) String name,
        @Bounds(min = 1, max = 1024) String issuer,
        @Bounds(min = 1, max = 1024) String audience,
        @Bounds(min = 1, max = 128) String userClaim,
        boolean requireVerifiedEmail,
        @Bounds(min = 1, max = 2048) Optional<String> jwksUri,
        @Bounds(min = 1, max = 2048) Optional<String> introspectionUri,
        @Bounds(min = 1, max = 65536) Optional<String> ca) {

    public TokenIssuerConfig {
        if (jwksUri.isPresent() == introspectionUri.isPresent()) {
            throw new IllegalArgumentException("an issuer has either jwksUri or introspectionUri");
        }
    }
}
