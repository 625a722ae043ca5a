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
import java.util.List;

/** Reading of mail. */
@SpecRecord
public record MailboxSpec(
        @Default("[{\"name\": \"imap\", \"protocol\": \"IMAP\", \"port\": 2143, \"tls\": \"StartTLS\"}, {\"name\": "
                + "\"imaps\", \"protocol\": \"IMAP\", \"port\": 2993, \"tls\": \"Implicit\"}, {\"name\": \"pop3\", "
                + "\"protocol\": \"POP3\", \"port\": 2110, \"tls\": \"StartTLS\"}, {\"name\": \"pop3s\", \"protocol\": "
                + "\"POP3\", \"port\": 2995, \"tls\": \"Implicit\"}]")
        @Size(min = 1, max = 16)
        @SpecRecord.MapList("name")
        @ValidationRule(value = "self.all(a, self.exists_one(b, b.port == a.port))", message = Rules.LISTENER_PORT)
        @JsonPropertyDescription(
                "Sockets on which mail is read. Default: imap (2143, StartTLS), imaps (2993, Implicit),"
                        + " pop3 (2110, StartTLS), pop3s (2995, Implicit).")
        List<Listener> listeners,

        @Default(
                "{\"connections\": 2000, \"connectionsPerAddress\": 500, \"connectionsPerNetwork\": 1000, \"errors\": 20, "
                        + "\"commandSeconds\": 60, \"octetsPerSecond\": 500}")
        @JsonPropertyDescription("What one client or session may take.")
        Limits limits,

        @Default("1")
        @Min(1)
        // More than one needs a store that several pods can share.
        @Max(1)
        @JsonPropertyDescription(
                "How many imap-server pods there are. The embedded store keeps mail on the volume of one.")
        int replicas,

        @Default("{\"size\": \"10Gi\"}") @JsonPropertyDescription("Volume of the mailboxes.")
        MailServerSpec.Storage storage,

        @Default("{}") @JsonPropertyDescription("What else the imap-server pods have.")
        PodOverrides pod) {

    /** A socket on which mail is read. */
    @SpecRecord
    public record Listener(
            @Required
            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Name of the listener.")
            String name,

            @Required @JsonPropertyDescription("IMAP or POP3.")
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
            /** IMAP4rev1. */
            @JsonProperty("IMAP")
            IMAP,
            /** POP3. */
            @JsonProperty("POP3")
            POP3
        }
    }

    /** What one client or session may take when mail is read. */
    @SpecRecord
    @ValidationRule(
            value = "self.connectionsPerAddress <= self.connectionsPerNetwork",
            message = Rules.CONNECTIONS_PER_NETWORK)
    public record Limits(
            @Default("2000")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription("Most connections at the same time, over all listeners. A tenth is kept for each "
                    + "listener that has fewer open, and a tenth for client addresses that have none open.")
            int connections,

            @Default("500")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Most connections of one client address at the same time (IPv6: of one /64). Clients "
                            + "in network.trusted are exempt. Postfix: smtpd_client_connection_count_limit.")
            int connectionsPerAddress,

            @Default("1000")
            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Most connections of one client network (a /24 of IPv4, a /56 of IPv6) at the same "
                            + "time. Clients in network.trusted are exempt.")
            int connectionsPerNetwork,

            @Default("20")
            @Min(2)
            @Max(10000)
            @JsonPropertyDescription("Commands in one session that are not understood or out of place, until it ends. "
                    + "From half of them on, each answer comes later than the one before.")
            int errors,

            @Default("60")
            @Min(1)
            @Max(3600)
            @JsonPropertyDescription("Seconds that the server waits for the rest of a command that has begun.")
            int commandSeconds,

            @Default("500")
            @Min(0)
            @Max(1000000)
            @JsonPropertyDescription("Lowest speed at which literals and messages may arrive, once commandSeconds have "
                    + "passed; 0 for any.")
            int octetsPerSecond) {}
}
