package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/** What every program's {@code server.json} has. */
public sealed interface ServerConfig permits SmtpServerConfig, ImapServerConfig, AuthSidecarConfig {
    /** Version of the format of the file. */
    int formatVersion();

    /** HTTP listener for health, metrics and {@code /revision}. */
    Management management();

    /**
     * How a server logs users in and looks them up. Both go through auth-sidecar or anything else that speaks the Dovecot auth
     * protocol.
     *
     * @param requireTls whether AUTH is neither offered nor accepted before TLS; default true
     * @param authenticatedHeader whether the Received header names the authenticated sender (smtp-server only); default false
     * @param socket Unix socket for logins of our own servers (protocol 1.3), an absolute path; {@code auth-internal} in the folder
     *     of sockets
     * @param userdbSocket Unix socket for user lookups, an absolute path; {@code userdb} in the folder of sockets
     */
    record Auth(
            boolean requireTls,
            boolean authenticatedHeader,
            @Bounds(min = 1, max = 103) String socket,
            @Bounds(min = 1, max = 103) String userdbSocket) {}

    /**
     * HTTP listener for health, metrics and {@code /revision}.
     *
     * @param address IP address to bind; on one machine {@code 127.0.0.1}
     * @param port TCP port; default 9001 for smtp-server, 9002 for imap-server, 9003 for auth-sidecar
     */
    record Management(
            @Bounds(min = 2, max = 45) String address,
            @Bounds(min = 1, max = 65535) int port) {}
}
