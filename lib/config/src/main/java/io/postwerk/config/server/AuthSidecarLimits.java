package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/**
 * What one front end of auth-sidecar may take.
 *
 * @param connections connections at the same time, over all sockets; default 500
 * @param pendingRequests logins and lookups under way at the same time on one connection; default 2000
 * @param pendingRequestsPerClient logins under way at the same time on one connection of one client address that is not trusted
 *     (IPv6: of one network of 64 bits); default 100
 * @param requestTimeoutSeconds how long a login may wait for the front end's next step, in seconds; default 150
 */
public record AuthSidecarLimits(
        @Bounds(min = 1, max = 100_000) int connections,
        @Bounds(min = 1, max = 100_000) int pendingRequests,
        @Bounds(min = 1, max = 100_000) int pendingRequestsPerClient,
        @Bounds(min = 1, max = 3600) int requestTimeoutSeconds) {}
