package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Certificates that users log in with, by the mechanism EXTERNAL. */
@SpecRecord
public record ClientCertificatesSpec(
        @Required
        @JsonPropertyDescription(
                "Secret with ca.crt: the certificates, in PEM, of the CAs whose word is taken for who a user is. "
                        + "Whatever e-mail address such a CA certifies is a login: let it be one for users alone. A change "
                        + "holds for the next connection. Dovecot: ssl_ca.")
        SecretReference secretRef,

        @Size(min = 1, max = 32)
        @SetList
        @JsonPropertyDescription(
                "Names of the listeners, of spec.smtp and spec.mailbox, on which clients are asked for a certificate. "
                        + "One that has a certificate of another CA, or none that is in force, is not served there. Default: all with TLS but "
                        + "those of protocol SMTP, to which other people's servers come with certificates of their own.")
        List<@Size(min = 1, max = 63) @Pattern(Patterns.LABEL) String> listeners) {
    /** Whether clients are asked for a certificate on a listener of smtp-server. */
    public boolean asksOn(SmtpListenerSpec listener) {
        return listener.tls() != ListenerTls.NONE
                && (listeners.isEmpty()
                        ? listener.protocol() != SmtpListenerSpec.Protocol.SMTP
                        : listeners.contains(listener.name()));
    }

    /** Whether clients are asked for a certificate on a listener of imap-server. */
    public boolean asksOn(MailboxListenerSpec listener) {
        return listener.tls() != ListenerTls.NONE && (listeners.isEmpty() || listeners.contains(listener.name()));
    }
}
