package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Reading of mail. */
@SpecRecord
public record MailboxSpec(
        @Default("[{\"name\": \"imap\", \"protocol\": \"IMAP\", \"port\": 2143, \"tls\": \"StartTLS\"}, {\"name\": "
                + "\"imaps\", \"protocol\": \"IMAP\", \"port\": 2993, \"tls\": \"Implicit\"}, {\"name\": \"pop3\", "
                + "\"protocol\": \"POP3\", \"port\": 2110, \"tls\": \"StartTLS\"}, {\"name\": \"pop3s\", \"protocol\": "
                + "\"POP3\", \"port\": 2995, \"tls\": \"Implicit\"}]")
        @Size(min = 1, max = 16)
        @MapList("name")
        @ValidationRule(value = "self.all(a, self.exists_one(b, b.port == a.port))", message = Rules.LISTENER_PORT)
        @JsonPropertyDescription(
                "Sockets on which mail is read. Default: imap (2143, StartTLS), imaps (2993, Implicit),"
                        + " pop3 (2110, StartTLS), pop3s (2995, Implicit).")
        List<MailboxListenerSpec> listeners,

        @Default("{}") @JsonPropertyDescription("What one client or session may take.")
        MailboxLimitsSpec limits,

        @Default("1")
        @Min(1)
        @Max(10)
        @ValidationRule(value = "self == 1", message = Rules.MAILBOX_REPLICAS)
        @JsonPropertyDescription(
                "How many imap-server pods there are. The embedded store keeps mail on the volume of one.")
        int replicas,

        @Default("{\"size\": \"10Gi\"}") @JsonPropertyDescription("Volume of the mailboxes.")
        StorageSpec storage,

        @Default("{}") @JsonPropertyDescription("What else the imap-server pods have.")
        PodOverrides pod) {}
