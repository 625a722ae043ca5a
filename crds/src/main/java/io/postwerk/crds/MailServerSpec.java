package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** What a mail server should be. */
@FieldsOnly
@ValidationRule(
        value = "self.smtp.listeners.all(a, !self.mailbox.listeners.exists(b, b.port == a.port))",
        message = Rules.LISTENER_PORT_BOTH)
@ValidationRule(
        value = "!self.auth.requireTls || (self.smtp.listeners.all(l, l.tls != 'None' || l.protocol == "
                + "'SMTP') && self.mailbox.listeners.all(l, l.tls != 'None'))",
        message = Rules.LISTENER_WITHOUT_TLS)
public final class MailServerSpec {
    @Required
    @Size(min = 1, max = 253)
    @Pattern(Patterns.HOST_NAME)
    @JsonPropertyDescription("Name of the server in the DNS, by which it greets and which its certificate carries. "
            + "Postfix: myhostname.")
    private String hostname;

    @Default("{}")
    @JsonPropertyDescription("Where the server listens and whom it trusts.")
    private NetworkSpec network = new NetworkSpec();

    @JsonPropertyDescription("Domains whose addresses are all those of one MailDomain. Postfix: mydestination.")
    private LocalSpec local;

    @Default("{}")
    @JsonPropertyDescription("Receiving and queueing of mail.")
    private SmtpSpec smtp = new SmtpSpec();

    @Default("{}")
    @JsonPropertyDescription("Reading of mail.")
    private MailboxSpec mailbox = new MailboxSpec();

    @Default("{}")
    @JsonPropertyDescription("How users log in.")
    private AuthSpec auth = new AuthSpec();

    @Default("{}")
    @JsonPropertyDescription("Certificates that clients see.")
    private TlsSpec tls = new TlsSpec();

    @Default("{}")
    @JsonPropertyDescription("Where mail for other people's domains goes. Only authenticated senders and trusted "
            + "networks can send any.")
    private OutboundSpec outbound = new OutboundSpec();

    @Default("[{\"name\": \"own-namespace\", \"namespaces\": {\"from\": \"Same\"}, \"domains\": [\"*\"]}]")
    @Size(max = 64)
    @MapList("name")
    @JsonPropertyDescription("Which namespaces may claim which domains. Without a fitting entry nobody can attach a "
            + "domain. Default: the namespace of the MailServer, any domain.")
    private List<AttachmentSpec> attachments = List.of();

    /** Name of the server in the DNS, by which it greets and which its certificate carries. */
    public String hostname() {
        return hostname;
    }

    /** Where the server listens and whom it trusts. */
    public NetworkSpec network() {
        return network;
    }

    /** Domains whose addresses are all those of one MailDomain. */
    public Optional<LocalSpec> local() {
        return Optional.ofNullable(local);
    }

    /** Receiving and queueing of mail. */
    public SmtpSpec smtp() {
        return smtp;
    }

    /** Reading of mail. */
    public MailboxSpec mailbox() {
        return mailbox;
    }

    /** How users log in. */
    public AuthSpec auth() {
        return auth;
    }

    /** Certificates that clients see. */
    public TlsSpec tls() {
        return tls;
    }

    /** Where mail for other people's domains goes. */
    public OutboundSpec outbound() {
        return outbound;
    }

    /** Which namespaces may claim which domains. */
    public List<AttachmentSpec> attachments() {
        return List.copyOf(attachments);
    }
}
