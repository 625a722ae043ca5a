package io.postwerk.config.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.IpNetwork;
import java.util.List;
import java.util.Optional;

/**
 * {@code server.json} of smtp-server. It is read once, at start: a change restarts the program.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param hostname name by which the server greets and signs its trace headers, a fully qualified domain name in lower-case
 *     A-labels (RFC 5321 4.1.3); no default
 * @param listeners sockets on which mail is received; default is {@code smtp} (port 2525), {@code submission} (2587) and
 *     {@code submissions} (2465)
 * @param trustedNetworks client networks that {@link RecipientRestriction#PERMIT_TRUSTED_NETWORKS} lets relay; default is none
 * @param recipientRestrictions what is asked of a recipient at RCPT, in this order, until one of them decides; default is
 *     {@code PermitTrustedNetworks}, {@code PermitAuthenticated}, {@code RejectUnauthorizedDestination}
 * @param senders who may write in whose name
 * @param auth logins and user lookups
 * @param tls certificates that clients see
 * @param internalTls identity towards the other Postwerk programs
 * @param mailboxDelivery where imap-server takes mail for mailboxes (LMTP)
 * @param queue the durable queue
 * @param limits what one message or session may take
 * @param management HTTP listener for health, metrics and {@code /revision}
 */
public record SmtpServerConfig(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(min = 1, max = 253) String hostname,
        @Bounds(min = 1, max = 16) List<ListenerConfig> listeners,
        @Bounds(max = 64) List<IpNetwork> trustedNetworks,
        @Bounds(min = 1, max = 16) List<RecipientRestriction> recipientRestrictions,
        Senders senders,
        ServerConfig.Auth auth,
        TlsConfig tls,
        TlsConfig.Internal internalTls,
        MailboxDelivery mailboxDelivery,
        Queue queue,
        Limits limits,
        ServerConfig.Management management)
        implements ServerConfig {

    /**
     * Who may write in whose name.
     *
     * @param headerFrom what is done with mail of a user whose header names another author; default {@code Enforce}
     * @param rejectForeignOwn whether clients that are neither trusted nor logged in may not use senders of our own domains; default
     *     false
     */
    public record Senders(HeaderFrom headerFrom, boolean rejectForeignOwn) {

        public static Senders defaults() {
            return new Senders(HeaderFrom.ENFORCE, false);
        }
    }

    /** What is done with mail of a user whose header fields From and Sender name somebody else. */
    public enum HeaderFrom {
        /** It is refused. */
        @JsonProperty("Enforce")
        ENFORCE,
        /** It is sent from the user's address, and what was there is kept in other fields. */
        @JsonProperty("Rewrite")
        REWRITE,
        /** It is not looked at. */
        @JsonProperty("Off")
        OFF
    }

    /**
     * Where imap-server takes mail for mailboxes, by LMTP over mutual TLS.
     *
     * @param host name or IP address of imap-server; default {@code 127.0.0.1}
     * @param port TCP port; default 2424
     * @param serverName name that the certificate of imap-server must carry; default {@code imap-server}
     */
    public record MailboxDelivery(
            @Bounds(min = 1, max = 253) String host,
            @Bounds(min = 1, max = 65535) int port,
            @Bounds(min = 1, max = 253) String serverName) {}

    /**
     * The durable queue of smtp-server.
     *
     * @param directory folder of the queue's database
     * @param retrySeconds waits before the second, third, ... attempt, in seconds; the last one repeats; default 300, 900, 1800,
     *     3600 (RFC 5321 4.5.4.1 asks for at least 30 minutes once the first attempts have failed)
     * @param expirySeconds age at which a message that could not be delivered goes back to its sender, in seconds; default 432000
     *     (5 days, RFC 5321 4.5.4.1)
     * @param deliveries deliveries that run at the same time; default 20
     * @param minFreeOctets free octets of the queue's file system below which no new mail is taken; default is the smaller of 5 %
     *     of it and 536870912 (512 MiB)
     */
    public record Queue(
            String directory,
            @Bounds(min = 1, max = 32) List<Integer> retrySeconds,
            @Bounds(min = 1, max = 31_536_000) long expirySeconds,
            @Bounds(min = 1, max = 1000) int deliveries,
            @Bounds(max = Long.MAX_VALUE) Optional<Long> minFreeOctets) {}

    /**
     * Limits of one message or session of smtp-server. Each has its own SMTP reply. Those of clients are in {@code limits.json}.
     *
     * @param messageOctets largest message, in octets as SIZE counts them (RFC 1870); default 52428800 (50 MiB)
     * @param recipients recipients of one message; default 1000, at least 100 (RFC 5321 4.5.3.1.8)
     * @param drainSeconds how long sessions may go on once the program is told to stop, in seconds; default 4
     */
    public record Limits(
            @Bounds(min = 65_536, max = 2_147_483_647) long messageOctets,
            @Bounds(min = 100, max = 100_000) int recipients,
            @Bounds(max = 3600) int drainSeconds) {}

    /** One step in deciding whether a client may send to a recipient; the first that decides ends the list. */
    public enum RecipientRestriction {
        /** Permits clients in the trusted networks. */
        @JsonProperty("PermitTrustedNetworks")
        PERMIT_TRUSTED_NETWORKS,
        /** Permits clients that have logged in. */
        @JsonProperty("PermitAuthenticated")
        PERMIT_AUTHENTICATED,
        /** Permits recipients in our own and relay domains and refuses every other one. Always the last. */
        @JsonProperty("RejectUnauthorizedDestination")
        REJECT_UNAUTHORIZED_DESTINATION
    }
}
