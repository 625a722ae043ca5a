package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Reading of mail. */
@FieldsOnly
public final class MailboxSpec {
    @Default("[{\"name\": \"imap\", \"protocol\": \"IMAP\", \"port\": 2143, \"tls\": \"StartTLS\"}, {\"name\": "
            + "\"imaps\", \"protocol\": \"IMAP\", \"port\": 2993, \"tls\": \"Implicit\"}, {\"name\": \"pop3\", "
            + "\"protocol\": \"POP3\", \"port\": 2110, \"tls\": \"StartTLS\"}, {\"name\": \"pop3s\", \"protocol\": "
            + "\"POP3\", \"port\": 2995, \"tls\": \"Implicit\"}]")
    @Size(min = 1, max = 16)
    @MapList("name")
    @ValidationRule(value = "self.all(a, self.exists_one(b, b.port == a.port))", message = Rules.LISTENER_PORT)
    @JsonPropertyDescription("Sockets on which mail is read. Default: imap (2143, StartTLS), imaps (2993, Implicit),"
            + " pop3 (2110, StartTLS), pop3s (2995, Implicit).")
    private List<MailboxListenerSpec> listeners = List.of();

    @Default("{}")
    @JsonPropertyDescription("What one client or session may take.")
    private MailboxLimitsSpec limits = new MailboxLimitsSpec();

    @Default("1")
    @Min(1)
    @Max(10)
    @ValidationRule(value = "self == 1", message = Rules.MAILBOX_REPLICAS)
    @JsonPropertyDescription("How many imap-server pods there are. The embedded store keeps mail on the volume of one.")
    private int replicas = 1;

    @Default("{\"size\": \"10Gi\"}")
    @JsonPropertyDescription("Volume of the mailboxes.")
    private StorageSpec storage = new StorageSpec();

    @Default("{}")
    @JsonPropertyDescription("What else the imap-server pods have.")
    private PodOverrides pod = new PodOverrides();

    /** Sockets on which mail is read. */
    public List<MailboxListenerSpec> listeners() {
        return List.copyOf(listeners);
    }

    /** What one client or session may take. */
    public MailboxLimitsSpec limits() {
        return limits;
    }

    /** How many imap-server pods there are. */
    public int replicas() {
        return replicas;
    }

    /** Volume of the mailboxes. */
    public StorageSpec storage() {
        return storage;
    }

    /** What else the imap-server pods have. */
    public PodOverrides pod() {
        return pod;
    }
}
