package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/**
 * HTTP listener for health, metrics and {@code /revision}.
 *
 * @param address IP address to bind; on one machine {@code 127.0.0.1}
 * @param port TCP port; default 9001 for smtp-server, 9002 for imap-server, 9003 for auth-sidecar
 */
public record ManagementConfig(
        @Bounds(min = 2, max = 45) String address,
        @Bounds(min = 1, max = 65535) int port) {}
