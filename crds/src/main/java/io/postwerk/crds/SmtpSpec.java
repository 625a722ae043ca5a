package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;

/** Receiving and queueing of mail. */
@SpecRecord
public record SmtpSpec(
        @Default("[{\"name\": \"smtp\", \"protocol\": \"SMTP\", \"port\": 2525, \"tls\": \"StartTLS\"}, {\"name\": "
                + "\"submission\", \"protocol\": \"Submission\", \"port\": 2587, \"tls\": \"StartTLS\"}, {\"name\": "
                + "\"submissions\", \"protocol\": \"Submission\", \"port\": 2465, \"tls\": \"Implicit\"}]")
        @Size(min = 1, max = 16)
        @SpecRecord.MapList("name")
        @ValidationRule(value = "self.all(a, self.exists_one(b, b.port == a.port))", message = Rules.LISTENER_PORT)
        @JsonPropertyDescription("Sockets on which mail is received. Default: smtp (2525, StartTLS), submission (2587, "
                + "StartTLS), submissions (2465, Implicit).")
        List<Listener> listeners,

        @Default("[{\"type\": \"PermitTrustedNetworks\"}, {\"type\": \"PermitAuthenticated\"}, {\"type\": "
                + "\"RejectUnauthorizedDestination\"}]")
        @Size(min = 1, max = 16)
        @ValidationRule(
                value = "self[size(self) - 1].type == 'RejectUnauthorizedDestination'",
                message = Rules.RESTRICTIONS_END)
        @JsonPropertyDescription(
                "What decides whether a client may send to a recipient, in this order. The last must be"
                        + " RejectUnauthorizedDestination. Postfix: smtpd_recipient_restrictions.")
        List<Restriction> recipientRestrictions,

        @Default("{}") @JsonPropertyDescription("What one client, message or session may take.")
        Limits limits,

        @Default("{}") @JsonPropertyDescription("How long delivery is tried.")
        Queue queue,

        @Default("1")
        @Min(1)
        @Max(10)
        @SpecReplicas
        @JsonPropertyDescription("How many smtp-server pods there are, each with a queue of its own.")
        int replicas,

        @Default("{\"size\": \"10Gi\"}") @JsonPropertyDescription("Volume of the queue.")
        MailServerSpec.Storage storage,

        @Default("{}") @JsonPropertyDescription("What else the smtp-server pods have.")
        PodOverrides pod) {

    /** A socket on which mail is received. */
    @SpecRecord
    public record Listener(
            @Required
            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Name of the listener.")
            String name,

            @Required @JsonPropertyDescription("SMTP for other servers, Submission for the users' own programs.")
            Protocol protocol,

            @Required
            @Min(1)
            @Max(65535)
            @ValidationRule(value = "!(self in [2424, 9000, 9001, 9002, 9003])", message = Rules.LISTENER_PORT_RESERVED)
            @JsonPropertyDescription("TCP port in the pod or on the machine.")
            int port,

            @Default("StartTLS") @JsonPropertyDescription("When TLS begins.")
            ListenerTls tls) {
        /** What is spoken on the listener. */
        public enum Protocol {
            /** SMTP between servers. */
            @JsonProperty("SMTP")
            SMTP,
            /** Submission by the users' own programs: nothing is taken without a login. */
            @JsonProperty("Submission")
            SUBMISSION
        }
    }

    /** One step in deciding whether a client may send to a recipient. */
    @SpecRecord
    public record Restriction(
            @Required @JsonPropertyDescription("What the step does.")
            Type type) {
        /** What a step does; the first that decides ends the list. */
        public enum Type {
            /** Permits clients in the trusted networks. */
            @JsonProperty("PermitTrustedNetworks")
            PERMIT_TRUSTED_NETWORKS,
            /** Permits clients that have logged in. */
            @JsonProperty("PermitAuthenticated")
            PERMIT_AUTHENTICATED,
            /** Permits recipients in our own and relay domains, and refuses every other one. */
            @JsonProperty("RejectUnauthorizedDestination")
            REJECT_UNAUTHORIZED_DESTINATION
        }
    }

    /** What one client, message or session may take when mail is received. */
    @SpecRecord
    public record Limits(
            @Default("50Mi")
            @Size(min = 1, max = 16)
            @Pattern(Patterns.QUANTITY)
            @ValidationRule(
                    value = "isQuantity(self) && quantity(self).compareTo(quantity('64Ki')) >= 0 && "
                            + "quantity(self).compareTo(quantity('2147483647')) <= 0",
                    message = Rules.MESSAGE_SIZE)
            @JsonPropertyDescription("Largest message, as a quantity of octets.")
            String messageSize,

            @Default("1000") @Min(100) @Max(100000) @JsonPropertyDescription("Most recipients of one message.")
            int recipients,

            @Default("1000")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription("Most connections at the same time, over all listeners.")
            int connections) {}

    /** How long delivery is tried. */
    @SpecRecord
    public record Queue(
            @Default("120h")
            @Size(min = 2, max = 16)
            @Pattern(Patterns.DURATION)
            @ValidationRule(
                    value = "duration(self) >= duration('1m') && duration(self) <= duration('8760h')",
                    message = Rules.QUEUE_EXPIRY)
            @JsonPropertyDescription("Age at which a message that could not be delivered goes back to its sender.")
            String expiry) {}
}
