package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import java.util.List;
import java.util.Optional;

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
 * @param limits what one message or session may take
 * @param management HTTP listener for health, metrics and {@code /revision}
 */
public record ImapServerConfig(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        @Bounds(min = 1, max = 253) String hostname,
        @Bounds(min = 1, max = 16) List<ListenerConfig> listeners,
        ServerConfig.Auth auth,
        TlsConfig tls,
        TlsConfig.Internal internalTls,
        Store store,
        Limits limits,
        ServerConfig.Management management)
        implements ServerConfig {

    /**
     * Where imap-server keeps the mailboxes.
     *
     * @param directory folder of the mailboxes' database
     * @param minFreeOctets free octets of its file system below which no new mail is taken; default is the smaller of 5 % of it and
     *     536870912 (512 MiB)
     */
    public record Store(
            String directory, @Bounds(max = Long.MAX_VALUE) Optional<Long> minFreeOctets) {}

    /**
     * Limits of one message or session of imap-server. Each has its own answer in the protocol. Those of clients are in
     * {@code limits.json}.
     *
     * @param messageOctets largest message by APPEND or LMTP, in octets; default 52428800 (50 MiB), the same as smtp-server's
     * @param loginTimeoutSeconds how long a client may take to log in, in seconds; default 60
     * @param imapIdleSeconds how long a logged-in IMAP client may be silent, in seconds; default 1800 (RFC 3501 5.4)
     * @param pop3IdleSeconds how long a logged-in POP3 client may be silent, in seconds; default 600 (RFC 1939 3)
     * @param drainSeconds how long sessions may go on once the program is told to stop, in seconds; default 4
     */
    public record Limits(
            @Bounds(min = 65_536, max = 2_147_483_647) long messageOctets,
            @Bounds(min = 1, max = 3600) int loginTimeoutSeconds,
            @Bounds(min = 1800, max = 86_400) int imapIdleSeconds,
            @Bounds(min = 600, max = 86_400) int pop3IdleSeconds,
            @Bounds(max = 3600) int drainSeconds) {}
}
