package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Receiving and queueing of mail. */
@FieldsOnly
public final class SmtpSpec {
    @Default("[{\"name\": \"smtp\", \"protocol\": \"SMTP\", \"port\": 2525, \"tls\": \"StartTLS\"}, {\"name\": "
            + "\"submission\", \"protocol\": \"Submission\", \"port\": 2587, \"tls\": \"StartTLS\"}, {\"name\": "
            + "\"submissions\", \"protocol\": \"Submission\", \"port\": 2465, \"tls\": \"Implicit\"}]")
    @Size(min = 1, max = 16)
    @MapList("name")
    @ValidationRule(value = "self.all(a, self.exists_one(b, b.port == a.port))", message = Rules.LISTENER_PORT)
    @JsonPropertyDescription("Sockets on which mail is received. Default: smtp (2525, StartTLS), submission (2587, "
            + "StartTLS), submissions (2465, Implicit).")
    private List<SmtpListenerSpec> listeners = List.of();

    @Default("[{\"type\": \"PermitTrustedNetworks\"}, {\"type\": \"PermitAuthenticated\"}, {\"type\": "
            + "\"RejectUnauthorizedDestination\"}]")
    @Size(min = 1, max = 16)
    @ValidationRule(
            value = "self[size(self) - 1].type == 'RejectUnauthorizedDestination'",
            message = Rules.RESTRICTIONS_END)
    @JsonPropertyDescription("What decides whether a client may send to a recipient, in this order. The last must be"
            + " RejectUnauthorizedDestination. Postfix: smtpd_recipient_restrictions.")
    private List<RestrictionSpec> recipientRestrictions = List.of();

    @Default("{}")
    @JsonPropertyDescription("What one client, message or session may take.")
    private SmtpLimitsSpec limits = new SmtpLimitsSpec();

    @Default("{}")
    @JsonPropertyDescription("How long delivery is tried.")
    private QueueSpec queue = new QueueSpec();

    @Default("1")
    @Min(1)
    @Max(10)
    @JsonPropertyDescription("How many smtp-server pods there are, each with a queue of its own.")
    private int replicas = 1;

    @Default("{\"size\": \"10Gi\"}")
    @JsonPropertyDescription("Volume of the queue.")
    private StorageSpec storage = new StorageSpec();

    @Default("{}")
    @JsonPropertyDescription("What else the smtp-server pods have.")
    private PodOverrides pod = new PodOverrides();

    /** Sockets on which mail is received. */
    public List<SmtpListenerSpec> listeners() {
        return List.copyOf(listeners);
    }

    /** What decides whether a client may send to a recipient, in this order. */
    public List<RestrictionSpec> recipientRestrictions() {
        return List.copyOf(recipientRestrictions);
    }

    /** What one client, message or session may take. */
    public SmtpLimitsSpec limits() {
        return limits;
    }

    /** How long delivery is tried. */
    public QueueSpec queue() {
        return queue;
    }

    /** How many smtp-server pods there are. */
    public int replicas() {
        return replicas;
    }

    /** Volume of the queue. */
    public StorageSpec storage() {
        return storage;
    }

    /** What else the smtp-server pods have. */
    public PodOverrides pod() {
        return pod;
    }
}
