package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.IpNetwork;
import java.util.List;

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
 * @param auth logins and user lookups
 * @param tls certificates that clients see
 * @param internalTls identity towards the other Postwerk programs
 * @param mailboxDelivery where imap-server takes mail for mailboxes (LMTP)
 * @param queue the durable queue
 * @param limits what one client, message or session may take
 * @param management HTTP listener for health, metrics and {@code /revision}
 */
public record SmtpServerConfig(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(min = 1, max = 253) String hostname,
        @Bounds(min = 1, max = 16) List<ListenerConfig> listeners,
        @Bounds(max = 64) List<IpNetwork> trustedNetworks,
        @Bounds(min = 1, max = 16) List<RecipientRestriction> recipientRestrictions,
        AuthConfig auth,
        TlsConfig tls,
        InternalTlsConfig internalTls,
        MailboxDeliveryConfig mailboxDelivery,
        QueueConfig queue,
        SmtpLimits limits,
        ManagementConfig management)
        implements ServerConfig {}
