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

/** What a mail server should be. */
@SpecRecord
@ValidationRule(
        value = "self.smtp.listeners.all(a, !self.mailbox.listeners.exists(b, b.port == a.port))",
        message = Rules.LISTENER_PORT_BOTH)
@ValidationRule(
        value = "!self.auth.requireTls || (self.smtp.listeners.all(l, l.tls != 'None' || l.protocol == "
                + "'SMTP') && self.mailbox.listeners.all(l, l.tls != 'None'))",
        message = Rules.LISTENER_WITHOUT_TLS)
@ValidationRule(
        value = "!has(self.exposure) || self.exposure.all(e, !has(e.listeners) || e.listeners.all(n, "
                + "self.smtp.listeners.exists(l, l.name == n) || self.mailbox.listeners.exists(l, l.name == n)))",
        message = Rules.EXPOSURE_LISTENERS)
@ValidationRule(
        // A list of one element stands for a variable: ports by which well-known listeners are served, and the service
        // ports of
        // the listeners of either workload in one exposure.
        value = "!has(self.exposure) || [{2525: 25, 2587: 587, 2465: 465, 2143: 143, 2993: 993, 2110: 110, 2995: 995}]"
                + ".all(known, self.exposure.all(e, ["
                + "self.smtp.listeners.filter(l, !has(e.listeners) || l.name in e.listeners).map(l, has(e.ports) && l.name "
                + "in e.ports ? e.ports[l.name] : (l.port in known ? known[l.port] : l.port)), "
                + "self.mailbox.listeners.filter(l, !has(e.listeners) || l.name in e.listeners).map(l, has(e.ports) && "
                + "l.name in e.ports ? e.ports[l.name] : (l.port in known ? known[l.port] : l.port))"
                + "].all(ports, ports.all(p, ports.exists_one(q, q == p)))))",
        message = Rules.EXPOSURE_PORT)
@ValidationRule(
        value = "(has(self.auth.mechanisms) && 'EXTERNAL' in self.auth.mechanisms) == has(self.tls.clientCertificates)",
        message = Rules.EXTERNAL_MECHANISM)
@ValidationRule(
        value = "!has(self.tls.clientCertificates) || !has(self.tls.clientCertificates.listeners) || "
                + "self.tls.clientCertificates.listeners.all(n, "
                + "self.smtp.listeners.exists(l, l.name == n && l.tls != 'None') || "
                + "self.mailbox.listeners.exists(l, l.name == n && l.tls != 'None'))",
        message = Rules.CLIENT_CERTIFICATE_LISTENERS)
@ValidationRule(
        value = "!has(self.auth.sockets.tcp) || self.auth.sockets.tcp.all(t, "
                + "self.auth.sockets.tcp.exists_one(u, u.port == t.port) && "
                + "!self.smtp.listeners.exists(l, l.port == t.port) && "
                + "!self.mailbox.listeners.exists(l, l.port == t.port))",
        message = Rules.AUTH_TCP_PORT)
public record MailServerSpec(
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.HOST_NAME)
        @JsonPropertyDescription("Name of the server in the DNS, by which it greets and which its certificate carries. "
                + "Postfix: myhostname.")
        String hostname,

        @Default("{}") @JsonPropertyDescription("Where the server listens and whom it trusts.")
        NetworkSpec network,

        @Size(min = 3, max = 254)
        @JsonPropertyDescription(
                "Address that gets the mail for postmaster of the hostname, and for postmaster without a "
                        + "domain. Default: the postmaster of the oldest MailDomain with users in the namespace of the MailServer, "
                        + "never one of another namespace.")
        Optional<String> postmaster,

        @JsonPropertyDescription("Domains whose addresses are all those of one MailDomain. Postfix: mydestination.")
        Optional<Local> local,

        @Default("{}") @JsonPropertyDescription("Receiving and queueing of mail.")
        SmtpSpec smtp,

        @Default("{}") @JsonPropertyDescription("Reading of mail.")
        MailboxSpec mailbox,

        @Default("{}") @JsonPropertyDescription("How users log in.")
        AuthSpec auth,

        @Size(max = 16)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription("Directories of users, asked in this order. The first that knows a user decides; if "
                + "one does not answer, the lookup fails for now. Without an entry of type Resources the MailUsers are asked first. Dovecot: "
                + "passdb, userdb.")
        List<DirectorySpec> directories,

        @Default("{}") @JsonPropertyDescription("Certificates that clients see.")
        TlsSpec tls,

        @Default("{}")
        @JsonPropertyDescription("Where mail for other people's domains goes. Only authenticated senders and trusted "
                + "networks can send any.")
        OutboundSpec outbound,

        @Default("[{\"name\": \"own-namespace\", \"namespaces\": {\"from\": \"Same\"}, \"domains\": [\"*\"]}]")
        @Size(max = 64)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription(
                "Which namespaces may claim which domains. Without a fitting entry nobody can attach a "
                        + "domain. Default: the namespace of the MailServer, any domain.")
        List<Attachment> attachments,

        @Size(max = 8)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription(
                "Services of the cluster for the listeners. Default: none, so that no listener is " + "exposed.")
        List<ExposureSpec> exposure,

        @Default("{}") @JsonPropertyDescription("Which connections to the pods the cluster's network lets through.")
        NetworkPolicy networkPolicy,

        @Size(min = 1, max = 128)
        @Pattern(Patterns.IMAGE_TAG)
        @JsonPropertyDescription(
                "Version of the servers: the tag of their images, one of the operator's catalogue. Default: what runs "
                        + "already, else that of the operator. An upgrade of the operator alone restarts no server.")
        Optional<String> version,

        @Default("{}") @JsonPropertyDescription("Where the images of the servers come from.")
        Images images,

        @Default("Fixed")
        @JsonPropertyDescription(
                "Who chooses the user and group of the pods: Fixed is 65532, Platform leaves it to the cluster, as the "
                        + "restricted-v2 security context constraints of OpenShift want it.")
        PodSecurity podSecurity,

        @Default("false")
        @JsonPropertyDescription(
                "Whether the operator leaves everything of this MailServer as it is. What runs keeps " + "running.")
        boolean paused,

        @Default("Retain")
        @JsonPropertyDescription(
                "What becomes of mail, queue and keys when the MailServer is deleted: Retain keeps the volumes and "
                        + "Secrets for the same MailServer made again, Delete removes them for good.")
        DeletionPolicy deletionPolicy) {

    /** Who chooses the user and group of the pods. */
    public enum PodSecurity {
        /** User and group 65532. */
        @JsonProperty("Fixed")
        FIXED,
        /** The cluster. */
        @JsonProperty("Platform")
        PLATFORM
    }

    /** Where the images of the servers come from. */
    @SpecRecord
    public record Images(
            @Size(min = 1, max = 253)
            @Pattern(Patterns.REGISTRY)
            @JsonPropertyDescription(
                    "Registry and folder of the images, such as registry.example.org/postwerk. Default: what the operator was "
                            + "installed with.")
            Optional<String> registry,

            @Size(max = 8)
            @SpecRecord.MapList("name")
            @JsonPropertyDescription("Secrets in the namespace of the MailServer with which the images are pulled.")
            List<PullSecret> pullSecrets) {
        /** A Secret of type kubernetes.io/dockerconfigjson. */
        @SpecRecord
        public record PullSecret(
                @Required
                @Size(min = 1, max = 253)
                @Pattern(Patterns.OBJECT_NAME)
                @JsonPropertyDescription("Name of the Secret.")
                String name) {}
    }

    /** Domains whose addresses are all those of one MailDomain. */
    @SpecRecord
    public record Local(
            @Required
            @Size(min = 1, max = 64)
            @SpecRecord.SetList
            @JsonPropertyDescription("Domains that are other names for the MailDomain.")
            List<@Size(min = 1, max = 253) String> domains,

            @Required @JsonPropertyDescription("The MailDomain, of type Mailbox, whose users and aliases they have.")
            Reference.Domain usersFrom) {}

    /** Which namespaces may claim which domains. */
    @SpecRecord
    public record Attachment(
            @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the entry.")
            String name,

            @Default("{\"from\": \"Same\"}") @JsonPropertyDescription("The namespaces.")
            NamespaceSelection namespaces,

            @Required
            @Size(min = 1, max = 256)
            @SpecRecord.SetList
            @JsonPropertyDescription(
                    "The domains: example.org, *.example.org for every domain below it, or * for every one.")
            List<@Size(min = 1, max = 255) @Pattern(Patterns.DOMAIN_PATTERN) String> domains) {}

    /** Which connections to the pods the cluster's network lets through, where it enforces NetworkPolicies. */
    @SpecRecord
    public record NetworkPolicy(
            @Default("true")
            @JsonPropertyDescription(
                    "Whether the pods get a NetworkPolicy: the listeners for everybody, everything else for "
                            + "Postwerk's own pods.")
            boolean enabled,

            @JsonPropertyDescription(
                    "Labels of the namespaces whose pods may read metrics, besides that of the operator. Default: none.")
            Optional<LabelSelector> metricsFrom) {}

    /** The volume of each pod of a workload. */
    @SpecRecord
    @ValidationRule(
            value = "has(self.storageClassName) == has(oldSelf.storageClassName) && (!has(self.storageClassName) || "
                    + "self.storageClassName == oldSelf.storageClassName)",
            message = Rules.STORAGE_CLASS_IMMUTABLE)
    @ValidationRule(
            value = "!has(self.minFree) || quantity(self.minFree).compareTo(quantity(self.size)) < 0",
            message = Rules.STORAGE_MIN_FREE)
    public record Storage(
            @Default("10Gi")
            @Size(min = 1, max = 16)
            @Pattern(Patterns.QUANTITY)
            @JsonPropertyDescription(
                    "Size of the volume, as a quantity of octets. It can be made larger, as far as the storage class "
                            + "allows that, and not smaller than status.storage.capacity.")
            String size,

            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Storage class of the volume. Default: that of the cluster. Cannot be changed.")
            Optional<String> storageClassName,

            @Size(min = 1, max = 16)
            @Pattern(Patterns.QUANTITY)
            @JsonPropertyDescription(
                    "Free room of the file system, as a quantity of octets, below which no new mail is taken, so that what "
                            + "is there can still be read, delivered and deleted. Default: the smaller of 5 % of the file system "
                            + "and 512Mi.")
            Optional<String> minFree) {}
}
