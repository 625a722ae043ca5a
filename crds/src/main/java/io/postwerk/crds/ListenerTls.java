package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When TLS begins on a listener. */
public enum ListenerTls {
    /** Never. */
    @JsonProperty("None")
    NONE,
    /** After the client asks for it in the protocol. */
    @JsonProperty("StartTLS")
    START_TLS,
    /** Before the first octet of the protocol. */
    @JsonProperty("Implicit")
    IMPLICIT
}
