package io.postwerk.config.server;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When TLS begins on a listener. */
public enum TlsMode {
    /** Never. */
    @JsonProperty("None")
    NONE,
    /** After the client asks for it in the protocol (STARTTLS, STLS). */
    @JsonProperty("StartTLS")
    START_TLS,
    /** Before the first octet of the protocol (RFC 8314 3.3). */
    @JsonProperty("Implicit")
    IMPLICIT
}
