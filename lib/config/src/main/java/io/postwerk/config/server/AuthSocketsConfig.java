package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * The sockets of auth-sidecar. Paths are absolute and, as everywhere on Linux, at most 107 octets long; the sidecar binds
 * under a temporary name first, so 103 are left.
 *
 * @param auth socket for anybody's front end (Dovecot auth protocol 1.2); {@code auth} in the folder of sockets
 * @param userdb socket for user lookups; {@code userdb} in the folder of sockets
 * @param internal socket for our own servers (protocol 1.3); {@code auth-internal} in the folder of sockets
 * @param mode permissions of the sockets, four octal digits; default {@code 0660}
 * @param group name of the group that the sockets belong to; default is that of the program (absent)
 * @param tcp TCP listeners beside the sockets; default none. Whoever can connect to one is a front end
 */
public record AuthSocketsConfig(
        @Bounds(min = 1, max = 103) String auth,
        @Bounds(min = 1, max = 103) String userdb,
        @Bounds(min = 1, max = 103) String internal,
        @Bounds(min = 4, max = 4) String mode,
        @Bounds(min = 1, max = 32) Optional<String> group,
        @Bounds(max = 8) List<AuthTcpListener> tcp) {

    public AuthSocketsConfig {
        tcp = List.copyOf(tcp);
    }

    /** Sockets alone, of the program's own group. */
    public AuthSocketsConfig(String auth, String userdb, String internal, String mode) {
        this(auth, userdb, internal, mode, Optional.empty(), List.of());
    }
}
