package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** A server that mail is passed on to by SMTP. */
@SpecRecord
@ValidationRule(value = "!has(self.credentials) || self.tls != 'Opportunistic'", message = Rules.NEXT_HOP_CREDENTIALS)
public record NextHopSpec(
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value =
                        "isIP(self) || "
                                + "self.matches(r'^(([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])$')",
                message = Rules.NEXT_HOP_HOST)
        @JsonPropertyDescription("Name of the server, whose address records are looked up, or its IP address.")
        String host,

        @Default("25") @Min(1) @Max(65535) @JsonPropertyDescription("TCP port.")
        int port,

        @Default("Opportunistic") @JsonPropertyDescription("How STARTTLS is used.")
        Tls tls,

        @JsonPropertyDescription("Login at the server.") Optional<Credentials> credentials) {
    /** How STARTTLS is used towards the server. */
    public enum Tls {
        /** TLS when the server offers it, whatever its certificate is; otherwise plain text. */
        @JsonProperty("Opportunistic")
        OPPORTUNISTIC,
        /** TLS or no delivery, whatever the certificate is. */
        @JsonProperty("Required")
        REQUIRED,
        /** TLS or no delivery, with a certificate for the host's name from a known authority. */
        @JsonProperty("Verified")
        VERIFIED
    }

    /** A login at another server. */
    @SpecRecord
    public record Credentials(
            @Required @JsonPropertyDescription("Secret of type kubernetes.io/basic-auth, with username and password.")
            Reference.Secret secretRef) {}
}
