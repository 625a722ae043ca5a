package io.postwerk.config.server;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a TCP listener of auth-sidecar does. The internal socket is never offered over TCP. */
public enum AuthTcpService {
    /** Logins, as on the socket {@code auth}. */
    @JsonProperty("Auth")
    AUTH,
    /** Lookups, as on the socket {@code userdb}. */
    @JsonProperty("Userdb")
    USERDB
}
