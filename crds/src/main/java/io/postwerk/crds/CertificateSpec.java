package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** A certificate that clients see. */
@SpecRecord
@ValidationRule(value = "(self.source == 'Secret') == has(self.secretRef)", message = Rules.CERTIFICATE_SECRET)
@ValidationRule(value = "(self.source == 'CertManager') == has(self.issuerRef)", message = Rules.CERTIFICATE_ISSUER)
public record CertificateSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the certificate.")
        String name,

        @Default("SelfSigned") @JsonPropertyDescription("Where it comes from.")
        Source source,

        @JsonPropertyDescription("Secret of type kubernetes.io/tls, with tls.crt and tls.key, for source: Secret.")
        Optional<SecretReference> secretRef,

        @JsonPropertyDescription("Who signs it, for source: CertManager.")
        Optional<IssuerReference> issuerRef,

        @Size(max = 64)
        @SetList
        @JsonPropertyDescription("Host names for which it is used. A first label * stands for any one label. Default: "
                + "the hostname of the server.")
        List<@Size(min = 1, max = 253) @Pattern(Patterns.CERTIFICATE_HOST) String> hosts) {
    /** Where a certificate comes from. */
    public enum Source {
        /** Made and renewed here, signed by a CA of our own. */
        @JsonProperty("SelfSigned")
        SELF_SIGNED,
        /** Taken from a Secret. */
        @JsonProperty("Secret")
        SECRET,
        /** Ordered from cert-manager, which renews it. */
        @JsonProperty("CertManager")
        CERT_MANAGER
    }
}
