package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
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

    /** Sockets on which mail is read. */
    public List<MailboxListenerSpec> listeners() {
        return List.copyOf(listeners);
    }

    /** What one client or session may take. */
    public MailboxLimitsSpec limits() {
        return limits;
    }
}
