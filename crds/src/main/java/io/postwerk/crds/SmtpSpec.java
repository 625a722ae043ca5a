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

        @Default("false")
        @JsonPropertyDescription(
                "Whether clients that are neither in network.trusted nor logged in are refused (550 5.7.1) if the envelope's sender is of a domain of this "
                        + "server. Mail that comes back through a forwarder elsewhere which keeps the sender is refused too. Postfix: "
                        + "reject_unauthenticated_sender_login_mismatch.")
        boolean rejectForeignOwnSenders,

        @Default(
                "{\"messageSize\": \"50Mi\", \"recipients\": 1000, \"connections\": 1000, \"connectionsPerAddress\": 200, "
                        + "\"connectionsPerNetwork\": 400, \"errors\": 20, \"junkCommands\": 100, "
                        + "\"refusedRecipientsPerMinute\": 120, \"commandSeconds\": 300, \"messageSeconds\": 3600, "
                        + "\"octetsPerSecond\": 500}")
        @JsonPropertyDescription("What one client, message or session may take.")
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
    @ValidationRule(
            value = "self.connectionsPerAddress <= self.connectionsPerNetwork",
            message = Rules.CONNECTIONS_PER_NETWORK)
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
            @JsonPropertyDescription("Most connections at the same time, over all listeners. A tenth is kept for each "
                    + "listener that has fewer open, and a tenth for client addresses that have none open.")
            int connections,

            @Default("200")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Most connections of one client address at the same time (IPv6: of one /64). Clients "
                            + "in network.trusted are exempt. Postfix: smtpd_client_connection_count_limit.")
            int connectionsPerAddress,

            @Default("400")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Most connections of one client network (a /24 of IPv4, a /56 of IPv6) at the same "
                            + "time. Clients in network.trusted are exempt.")
            int connectionsPerNetwork,

            @Default("20")
            @Min(2)
            @Max(10000)
            @JsonPropertyDescription(
                    "Permanent refusals in one session since the last message that was accepted, until "
                            + "it ends with 421. From half of them on, each answer comes later than the one before. Postfix: "
                            + "smtpd_hard_error_limit, smtpd_soft_error_limit, smtpd_error_sleep_time.")
            int errors,

            @Default("100")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription("NOOP, RSET, VRFY, EXPN, HELP and greetings in one session since the last message "
                    + "that was accepted; each one beyond counts as an error. Postfix: smtpd_junk_command_limit.")
            int junkCommands,

            @Default("120")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription("Recipients that are refused to one client address in a minute, over all its "
                    + "sessions, before the refusals are slowed down. Users who have logged in and clients in "
                    + "network.trusted are exempt.")
            int refusedRecipientsPerMinute,

            @Default("300")
            @Min(1)
            @Max(3600)
            @JsonPropertyDescription("Seconds that the server waits for a whole command, or for more of a message. RFC "
                    + "5321 asks for 300 at least. Postfix: smtpd_timeout.")
            int commandSeconds,

            @Default("3600")
            @Min(60)
            @Max(86400)
            @JsonPropertyDescription("Most seconds that a message may take to arrive.")
            int messageSeconds,

            @Default("500")
            @Min(0)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Lowest speed at which a message may arrive, once commandSeconds have passed; 0 for "
                            + "any. Postfix: smtpd_min_data_rate.")
            int octetsPerSecond) {}

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
