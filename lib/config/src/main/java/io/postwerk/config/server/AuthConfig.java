package io.postwerk.config.server;

import io.postwerk.config.Bounds;

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
public record AuthConfig(
        boolean requireTls,
        boolean authenticatedHeader,
        @Bounds(min = 1, max = 103) String socket,
        @Bounds(min = 1, max = 103) String userdbSocket) {}
