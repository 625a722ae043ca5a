package io.postwerk.config.routing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How STARTTLS is used towards a next hop. */
public enum NextHopTls {
    /** TLS when the server offers it, whatever its certificate is; otherwise plain text. */
    @JsonProperty("Opportunistic")
    OPPORTUNISTIC,
    /** TLS or no delivery, whatever the certificate is. */
    @JsonProperty("Required")
    REQUIRED,
    /** TLS or no delivery, with a certificate for the host's name from an authority that the machine trusts. */
    @JsonProperty("Verified")
    VERIFIED
}
