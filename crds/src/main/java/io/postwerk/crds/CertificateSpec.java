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
@FieldsOnly
@ValidationRule(value = "(self.source == 'Secret') == has(self.secretRef)", message = Rules.CERTIFICATE_SECRET)
@ValidationRule(value = "(self.source == 'CertManager') == has(self.issuerRef)", message = Rules.CERTIFICATE_ISSUER)
public final class CertificateSpec {
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

    @Required
    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Name of the certificate.")
    private String name;

    @Default("SelfSigned")
    @JsonPropertyDescription("Where it comes from.")
    private Source source = Source.SELF_SIGNED;

    @JsonPropertyDescription("Secret of type kubernetes.io/tls, with tls.crt and tls.key, for source: Secret.")
    private SecretReference secretRef;

    @JsonPropertyDescription("Who signs it, for source: CertManager.")
    private IssuerReference issuerRef;

    @Size(max = 64)
    @SetList
    @JsonPropertyDescription("Host names for which it is used. A first label * stands for any one label. Default: "
            + "the hostname of the server.")
    private List<@Size(min = 1, max = 253) @Pattern(Patterns.CERTIFICATE_HOST) String> hosts = List.of();

    /** Name of the certificate. */
    public String name() {
        return name;
    }

    /** Where it comes from. */
    public Source source() {
        return source;
    }

    /** Secret of type kubernetes.io/tls, with tls.crt and tls.key, for source: Secret. */
    public Optional<SecretReference> secretRef() {
        return Optional.ofNullable(secretRef);
    }

    /** Who signs it, for source: CertManager. */
    public Optional<IssuerReference> issuerRef() {
        return Optional.ofNullable(issuerRef);
    }

    /** Host names for which it is used. */
    public List<String> hosts() {
        return List.copyOf(hosts);
    }
}
