package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Receiving and queueing of mail. */
@SpecRecord
public record SmtpSpec(
        @Default("[{\"name\": \"smtp\", \"protocol\": \"SMTP\", \"port\": 2525, \"tls\": \"StartTLS\"}, {\"name\": "
                + "\"submission\", \"protocol\": \"Submission\", \"port\": 2587, \"tls\": \"StartTLS\"}, {\"name\": "
                + "\"submissions\", \"protocol\": \"Submission\", \"port\": 2465, \"tls\": \"Implicit\"}]")
        @Size(min = 1, max = 16)
        @MapList("name")
        @ValidationRule(value = "self.all(a, self.exists_one(b, b.port == a.port))", message = Rules.LISTENER_PORT)
        @JsonPropertyDescription("Sockets on which mail is received. Default: smtp (2525, StartTLS), submission (2587, "
                + "StartTLS), submissions (2465, Implicit).")
        List<SmtpListenerSpec> listeners,

        @Default("[{\"type\": \"PermitTrustedNetworks\"}, {\"type\": \"PermitAuthenticated\"}, {\"type\": "
                + "\"RejectUnauthorizedDestination\"}]")
        @Size(min = 1, max = 16)
        @ValidationRule(
                value = "self[size(self) - 1].type == 'RejectUnauthorizedDestination'",
                message = Rules.RESTRICTIONS_END)
        @JsonPropertyDescription(
                "What decides whether a client may send to a recipient, in this order. The last must be"
                        + " RejectUnauthorizedDestination. Postfix: smtpd_recipient_restrictions.")
        List<RestrictionSpec> recipientRestrictions,

        @Default("{}") @JsonPropertyDescription("What one client, message or session may take.")
        SmtpLimitsSpec limits,

        @Default("{}") @JsonPropertyDescription("How long delivery is tried.")
        QueueSpec queue,

        @Default("1")
        @Min(1)
        @Max(10)
        @JsonPropertyDescription("How many smtp-server pods there are, each with a queue of its own.")
        int replicas,

        @Default("{\"size\": \"10Gi\"}") @JsonPropertyDescription("Volume of the queue.")
        StorageSpec storage,

        @Default("{}") @JsonPropertyDescription("What else the smtp-server pods have.")
        PodOverrides pod) {}
