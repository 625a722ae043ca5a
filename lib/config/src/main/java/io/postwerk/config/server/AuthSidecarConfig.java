package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.config.ConfigFormat;
import java.util.List;

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
 * @param penalties how failures become dearer
 * @param directories where users come from, asked in this order; empty means the users of {@code users-NN.json} alone, which is the
 *     default
 * @param oauth issuers of tokens for OAUTHBEARER and XOAUTH2; default is none
 * @param limits what one front end may take
 * @param management HTTP listener for health, metrics and {@code /revision}
 */
public record AuthSidecarConfig(
        @Bounds(min = ConfigFormat.VERSION, max = ConfigFormat.VERSION)
        int formatVersion,

        AuthSocketsConfig sockets,
        boolean requireTls,
        @Bounds(min = 1, max = 16, length = 20) List<String> mechanisms,
        @Bounds(min = 4096, max = 1_000_000) int scramIterations,
        @Bounds(max = 9_000) int failureDelayMillis,
        PenaltyConfig penalties,
        @Bounds(max = 16) List<DirectoryConfig> directories,
        @Bounds(max = 8) List<TokenIssuerConfig> oauth,
        AuthSidecarLimits limits,
        ManagementConfig management)
        implements ServerConfig {

    public AuthSidecarConfig {
        mechanisms = List.copyOf(mechanisms);
        directories = List.copyOf(directories);
        oauth = List.copyOf(oauth);
    }

    /** One with the users of {@code users-NN.json} alone, no issuers, and the default penalties. */
    public AuthSidecarConfig(
            int formatVersion,
            AuthSocketsConfig sockets,
            boolean requireTls,
            List<String> mechanisms,
            int scramIterations,
            int failureDelayMillis,
            AuthSidecarLimits limits,
            ManagementConfig management) {
        this(
                formatVersion,
                sockets,
                requireTls,
                mechanisms,
                scramIterations,
                failureDelayMillis,
                PenaltyConfig.defaults(),
                List.of(),
                List.of(),
                limits,
                management);
    }
}
