package io.postwerk.config;

/** When TLS begins on a listener. */
public enum ListenerTls {
    /** Never. */
    NONE,
    /** After the client asks for it in the protocol (STARTTLS, STLS). */
    START_TLS,
    /** Before the first octet of the protocol (RFC 8314 3.3). */
    IMPLICIT
}
