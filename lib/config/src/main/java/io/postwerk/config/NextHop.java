package io.postwerk.config;

import java.util.Optional;

/**
 * A server that mail is passed on to, by SMTP.
 *
 * @param host name (its address records are looked up) or IP address
 * @param port TCP port; default 25
 * @param tls how STARTTLS is used; default {@code Opportunistic}
 * @param credentials name of the login in {@code credentials.json} to use with AUTH; default is none
 */
public record NextHop(
        @Bounds(min = 1, max = 253) String host,
        @Bounds(min = 1, max = 65535) int port,
        NextHopTls tls,
        @Bounds(min = 1, max = 512) Optional<String> credentials) {}
