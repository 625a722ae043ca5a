package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/**
 * A TCP listener of auth-sidecar, in the clear: for a loopback address, or a network that nobody else is on.
 *
 * @param service what it does
 * @param address IP address to bind
 * @param port TCP port
 */
public record AuthTcpListener(
        AuthTcpService service,
        @Bounds(min = 1, max = 45) String address,
        @Bounds(min = 1, max = 65535) int port) {}
