package io.postwerk.config;

/**
 * The Unix sockets of auth-sidecar. Paths are absolute and, as everywhere on Linux, at most 107 octets long; the sidecar binds
 * under a temporary name first, so 103 are left.
 *
 * @param auth socket for anybody's front end (Dovecot auth protocol 1.2); {@code auth} in the folder of sockets
 * @param userdb socket for user lookups; {@code userdb} in the folder of sockets
 * @param internal socket for our own servers (protocol 1.3); {@code auth-internal} in the folder of sockets
 * @param mode permissions of the sockets, four octal digits; default {@code 0660}
 */
public record AuthSocketsConfig(
        @Bounds(min = 1, max = 103) String auth,
        @Bounds(min = 1, max = 103) String userdb,
        @Bounds(min = 1, max = 103) String internal,
        @Bounds(min = 4, max = 4) String mode) {}
