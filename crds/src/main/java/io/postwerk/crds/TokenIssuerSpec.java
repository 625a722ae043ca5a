package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** Who issues tokens that users can log in with. */
@SpecRecord
@ValidationRule(value = "has(self.jwksUri) != has(self.introspectionUri)", message = Rules.ISSUER_CHECK)
public record TokenIssuerSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the issuer.")
        String name,

        @Required
        @Size(min = 9, max = 1024)
        @Pattern(Patterns.HTTPS_URL)
        @JsonPropertyDescription("The issuer as its tokens name it (claim iss).")
        String issuer,

        @Required
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("Audience that a token must have (claim aud): tokens that the issuer makes for other "
                + "programs are not taken.")
        String audience,

        @Default("email") @Size(min = 1, max = 128) @JsonPropertyDescription("Claim with the user's address.")
        String userClaim,

        @Default("true")
        @JsonPropertyDescription(
                "Whether the claim email is taken only with the claim email_verified, which is true. Without "
                        + "it, everybody is let in as whom they like who may enter an address at the issuer.")
        boolean requireVerifiedEmail,

        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @JsonPropertyDescription("Where the issuer's keys are: tokens are JWTs, and are checked with these.")
        Optional<String> jwksUri,

        @Size(min = 9, max = 2048)
        @Pattern(Patterns.HTTPS_URL)
        @JsonPropertyDescription("Where the issuer is asked about each token (RFC 7662).")
        Optional<String> introspectionUri,

        @JsonPropertyDescription("Secret of type kubernetes.io/basic-auth with the client's id and secret, for "
                + "introspectionUri, in the namespace of the MailServer.")
        Optional<SecretReference> secretRef,

        @Size(min = 1, max = 65536)
        @JsonPropertyDescription(
                "Certificates of the CAs that are trusted, in PEM. Default: those that the Java platform trusts.")
        Optional<String> ca) {}
