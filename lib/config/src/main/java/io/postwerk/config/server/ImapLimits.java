package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/**
 * What one client, message or session of imap-server may take. Each limit has an answer that the protocol knows.
 *
 * @param messageOctets largest message by APPEND or LMTP, in octets; default 52428800 (50 MiB), the same as smtp-server's
 * @param connections connections at the same time, over all listeners; default 2000
 * @param loginTimeoutSeconds how long a client may take to log in, in seconds; default 60
 * @param imapIdleSeconds how long a logged-in IMAP client may be silent, in seconds; default 1800 (RFC 3501 5.4)
 * @param pop3IdleSeconds how long a logged-in POP3 client may be silent, in seconds; default 600 (RFC 1939 3)
 * @param drainSeconds how long sessions may go on once the program is told to stop, in seconds; default 4
 */
public record ImapLimits(
        @Bounds(min = 65_536, max = 2_147_483_647) long messageOctets,
        @Bounds(min = 1, max = 1_000_000) int connections,
        @Bounds(min = 1, max = 3600) int loginTimeoutSeconds,
        @Bounds(min = 1800, max = 86_400) int imapIdleSeconds,
        @Bounds(min = 600, max = 86_400) int pop3IdleSeconds,
        @Bounds(max = 3600) int drainSeconds) {}
