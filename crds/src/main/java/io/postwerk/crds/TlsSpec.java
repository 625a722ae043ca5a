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

/** Certificates that clients see. */
@SpecRecord
public record TlsSpec(
        @Default("[{\"name\": \"default\", \"source\": \"SelfSigned\"}]")
        @Size(min = 1, max = 64)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription(
                "Certificates; the first is used where no host fits. Default: a self-signed one for the" + " hostname.")
        List<Certificate> certificates,

        @JsonPropertyDescription(
                "Certificates that users log in with, by the mechanism EXTERNAL. Default: clients are not asked "
                        + "for any.")
        Optional<ClientCertificates> clientCertificates) {

    /** A certificate that clients see. */
    @SpecRecord
    @ValidationRule(value = "(self.source == 'Secret') == has(self.secretRef)", message = Rules.CERTIFICATE_SECRET)
    @ValidationRule(value = "(self.source == 'CertManager') == has(self.issuerRef)", message = Rules.CERTIFICATE_ISSUER)
    public record Certificate(
            @Required
            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Name of the certificate.")
            String name,

            @Default("SelfSigned") @JsonPropertyDescription("Where it comes from.")
            Source source,

            @JsonPropertyDescription("Secret of type kubernetes.io/tls, with tls.crt and tls.key, for source: Secret.")
            Optional<Reference.Secret> secretRef,

            @JsonPropertyDescription("Who signs it, for source: CertManager.")
            Optional<Issuer> issuerRef,

            @Size(max = 64)
            @SpecRecord.SetList
            @JsonPropertyDescription(
                    "Host names for which it is used. A first label * stands for any one label. Default: "
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

    /** Who signs a certificate for cert-manager. */
    @SpecRecord
    public record Issuer(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the issuer; an Issuer is in the namespace of the MailServer.")
            String name,

            @Default("Issuer")
            @Size(min = 1, max = 63)
            @Pattern(Patterns.KIND)
            @JsonPropertyDescription("Kind of the issuer: Issuer, ClusterIssuer, or one of an external issuer's group.")
            String kind,

            @Default("cert-manager.io")
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("API group of the issuer.")
            String group) {}

    /** Certificates that users log in with, by the mechanism EXTERNAL. */
    @SpecRecord
    public record ClientCertificates(
            @Required
            @JsonPropertyDescription(
                    "Secret with ca.crt: the certificates, in PEM, of the CAs that identify users. Every e-mail address that "
                            + "such a CA certifies can log in, so use a CA for users only. A change applies to new "
                            + "connections. Dovecot: ssl_ca.")
            Reference.Secret secretRef,

            @Size(min = 1, max = 32)
            @SpecRecord.SetList
            @JsonPropertyDescription(
                    "Names of the listeners, of spec.smtp and spec.mailbox, on which clients are asked for a certificate. "
                            + "One that has a certificate of another CA, or none that is in force, is not served there. Default: all with TLS but "
                            + "those of protocol SMTP, to which other people's servers come with certificates of their own.")
            List<@Size(min = 1, max = 63) @Pattern(Patterns.LABEL) String> listeners) {
        /** Whether clients are asked for a certificate on a listener of smtp-server. */
        public boolean asksOn(SmtpSpec.Listener listener) {
            return listener.tls() != ListenerTls.NONE
                    && (listeners.isEmpty()
                            ? listener.protocol() != SmtpSpec.Listener.Protocol.SMTP
                            : listeners.contains(listener.name()));
        }

        /** Whether clients are asked for a certificate on a listener of imap-server. */
        public boolean asksOn(MailboxSpec.Listener listener) {
            return listener.tls() != ListenerTls.NONE && (listeners.isEmpty() || listeners.contains(listener.name()));
        }
    }
}
