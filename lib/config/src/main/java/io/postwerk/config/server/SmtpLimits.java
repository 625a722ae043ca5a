package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/**
 * What one client, message or session of smtp-server may take. Each limit has an answer that SMTP knows.
 *
 * @param messageOctets largest message, in octets as SIZE counts them (RFC 1870); default 52428800 (50 MiB)
 * @param recipients recipients of one message; default 1000, at least 100 (RFC 5321 4.5.3.1.8)
 * @param connections connections at the same time, over all listeners; default 1000
 * @param commandTimeoutSeconds how long the server waits for the next command or line of data, in seconds; default 300
 *     (RFC 5321 4.5.3.2.7)
 * @param drainSeconds how long sessions may go on once the program is told to stop, in seconds; default 4
 */
public record SmtpLimits(
        @Bounds(min = 65_536, max = 2_147_483_647) long messageOctets,
        @Bounds(min = 100, max = 100_000) int recipients,
        @Bounds(min = 1, max = 1_000_000) int connections,
        @Bounds(min = 1, max = 3600) int commandTimeoutSeconds,
        @Bounds(max = 3600) int drainSeconds) {}
