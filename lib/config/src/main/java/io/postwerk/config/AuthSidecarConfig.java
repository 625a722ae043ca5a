package io.postwerk.config;

import java.util.List;

/**
 * {@code server.json} of auth-sidecar. It is read once, at start: a change restarts the program.
 *
 * @param formatVersion version of the format of this file, see {@link ConfigFormat}
 * @param sockets the Unix sockets to listen on
 * @param requireTls whether mechanisms that show the password are refused when the front end does not report a secured
 *     connection; default true
 * @param mechanisms SASL mechanisms, in the order of their announcement; default is {@code SCRAM-SHA-256}, {@code PLAIN},
 *     {@code LOGIN}
 * @param scramIterations iteration count that is shown for an unknown user, the same as that of the verifiers that the plan's
 *     caller makes; default 16384
 * @param failureDelayMillis how long a failure for a bad user or password is held back, in milliseconds; default 2000
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
        AuthSidecarLimits limits,
        ManagementConfig management)
        implements ServerConfig {}
