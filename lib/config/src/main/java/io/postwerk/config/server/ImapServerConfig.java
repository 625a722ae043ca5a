package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import java.util.List;

/**
 * {@code server.json} of imap-server. It is read once, at start: a change restarts the program.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param hostname name by which the server greets, a fully qualified domain name in lower-case A-labels; no default
 * @param listeners sockets for mail readers and the one for LMTP; default is {@code imap} (port 2143), {@code imaps} (2993),
 *     {@code pop3} (2110), {@code pop3s} (2995) and, from smtp-server only, {@code lmtp} (2424)
 * @param auth logins and user lookups
 * @param tls certificates that clients see
 * @param internalTls identity towards the other Postwerk programs; the LMTP listener uses it and demands the same of its clients
 * @param store the mailboxes
 * @param limits what one client, message or session may take
 * @param management HTTP listener for health, metrics and {@code /revision}
 */
public record ImapServerConfig(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(min = 1, max = 253) String hostname,
        @Bounds(min = 1, max = 16) List<ListenerConfig> listeners,
        AuthConfig auth,
        TlsConfig tls,
        InternalTlsConfig internalTls,
        StoreConfig store,
        ImapLimits limits,
        ManagementConfig management)
        implements ServerConfig {}
