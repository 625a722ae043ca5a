package io.postwerk.config;

/** How STARTTLS is used towards a next hop. */
public enum NextHopTls {
    /** TLS when the server offers it, whatever its certificate is; otherwise plain text. */
    OPPORTUNISTIC,
    /** TLS or no delivery, whatever the certificate is. */
    REQUIRED,
    /** TLS or no delivery, with a certificate for the host's name from an authority that the machine trusts. */
    VERIFIED
}
