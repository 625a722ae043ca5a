package io.postwerk.config.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.IpNetwork;
import java.util.List;
import java.util.Optional;

/**
 * {@code server.json} of auth-sidecar. It is read once, at start: a change restarts the program.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param sockets the sockets to listen on
 * @param requireTls whether mechanisms that show the password are refused when the front end does not report a secured
 *     connection; default true
 * @param mechanisms SASL mechanisms, in the order of their announcement; default is {@code SCRAM-SHA-256}, {@code PLAIN},
 *     {@code LOGIN}
 * @param scramIterations iteration count that is shown for an unknown user, the same as that of the verifiers that the plan's
 *     caller makes; default 16384
 * @param failureDelayMillis how long a failure for a bad user or password is held back, in milliseconds; default 2000
 * @param penalties how failed logins are delayed, by address and by name
 * @param directories where users come from, asked in this order; empty means the users of {@code users-NN.json} alone, which is the
 *     default
 * @param oauth issuers of tokens for OAUTHBEARER and XOAUTH2; default is none
 * @param limits what one front end may take
 * @param management HTTP listener for health, metrics and {@code /revision}
 */
public record AuthSidecarConfig(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        Sockets sockets,
        boolean requireTls,
        @Bounds(min = 1, max = 16, length = 20) List<String> mechanisms,
        @Bounds(min = 4096, max = 1_000_000) int scramIterations,
        @Bounds(max = 9_000) int failureDelayMillis,
        Penalties penalties,
        @Bounds(max = 16) List<DirectoryConfig> directories,
        @Bounds(max = 8) List<TokenIssuerConfig> oauth,
        Limits limits,
        ServerConfig.Management management)
        implements ServerConfig {

    public AuthSidecarConfig {
        mechanisms = List.copyOf(mechanisms);
        directories = List.copyOf(directories);
        oauth = List.copyOf(oauth);
    }

    /** One with the users of {@code users-NN.json} alone, no issuers, and the default penalties. */
    public AuthSidecarConfig(
            int formatVersion,
            Sockets sockets,
            boolean requireTls,
            List<String> mechanisms,
            int scramIterations,
            int failureDelayMillis,
            Limits limits,
            ServerConfig.Management management) {
        this(
                formatVersion,
                sockets,
                requireTls,
                mechanisms,
                scramIterations,
                failureDelayMillis,
                Penalties.defaults(),
                List.of(),
                List.of(),
                limits,
                management);
    }

    /**
     * The sockets of auth-sidecar. Paths are absolute and, as everywhere on Linux, at most 107 octets long; the sidecar binds
     * under a temporary name first, so 103 are left.
     *
     * @param auth socket for front ends of other makers (Dovecot auth protocol 1.2); {@code auth} in the folder of sockets
     * @param userdb socket for user lookups; {@code userdb} in the folder of sockets
     * @param internal socket for our own servers (protocol 1.3); {@code auth-internal} in the folder of sockets
     * @param mode permissions of the sockets, four octal digits; default {@code 0660}
     * @param group name of the group that the sockets belong to; default is that of the program (absent)
     * @param tcp TCP listeners beside the sockets; default none. Whoever can connect to one is a front end
     */
    public record Sockets(
            @Bounds(min = 1, max = 103) String auth,
            @Bounds(min = 1, max = 103) String userdb,
            @Bounds(min = 1, max = 103) String internal,
            @Bounds(min = 4, max = 4) String mode,
            @Bounds(min = 1, max = 32) Optional<String> group,
            @Bounds(max = 8) List<TcpListener> tcp) {

        public Sockets {
            tcp = List.copyOf(tcp);
        }

        /** Sockets alone, of the program's own group. */
        public Sockets(String auth, String userdb, String internal, String mode) {
            this(auth, userdb, internal, mode, Optional.empty(), List.of());
        }
    }

    /**
     * A TCP listener of auth-sidecar, in the clear: for a loopback address, or a network that nobody else is on.
     *
     * @param service what it does
     * @param address IP address to bind
     * @param port TCP port
     */
    public record TcpListener(
            TcpService service,
            @Bounds(min = 1, max = 45) String address,
            @Bounds(min = 1, max = 65535) int port) {}

    /** What a TCP listener of auth-sidecar does. The internal socket is never offered over TCP. */
    public enum TcpService {
        /** Logins, as on the socket {@code auth}. */
        @JsonProperty("Auth")
        AUTH,
        /** Lookups, as on the socket {@code userdb}. */
        @JsonProperty("Userdb")
        USERDB
    }

    /**
     * How failed logins are delayed, in one auth-sidecar. Every failure counts one against the client's address (an IPv6 network of 64
     * bits) and one against the user's name; the counts decay.
     *
     * @param maxDelayMillis longest delay of the answer to a failure, in milliseconds; each counted failure doubles
     *     the delay up to this; default 8000, because Postfix waits no longer than 10 s
     * @param halfLifeSeconds time in which a count decays by half, in seconds; default 120
     * @param exempt networks whose failures count against the name only, as CIDRs; default none
     * @param entries counts that are kept, of addresses and of names each; default 20000
     */
    public record Penalties(
            @Bounds(max = 9_000) int maxDelayMillis,
            @Bounds(min = 1, max = 86_400) int halfLifeSeconds,
            @Bounds(max = 256) List<IpNetwork> exempt,
            @Bounds(min = 1, max = 1_000_000) int entries) {

        public Penalties {
            exempt = List.copyOf(exempt);
        }

        public static Penalties defaults() {
            return new Penalties(8_000, 120, List.of(), 20_000);
        }
    }

    /**
     * What one front end of auth-sidecar may take.
     *
     * @param connections connections at the same time, over all sockets; default 500
     * @param pendingRequests logins and lookups under way at the same time on one connection; default 2000
     * @param pendingRequestsPerClient logins under way at the same time on one connection of one client address that is not exempt
     *     (IPv6: of one network of 64 bits); default 100
     * @param requestTimeoutSeconds how long a login may wait for the front end's next step, in seconds; default 150
     */
    public record Limits(
            @Bounds(min = 1, max = 100_000) int connections,
            @Bounds(min = 1, max = 100_000) int pendingRequests,
            @Bounds(min = 1, max = 100_000) int pendingRequestsPerClient,
            @Bounds(min = 1, max = 3600) int requestTimeoutSeconds) {}
}
