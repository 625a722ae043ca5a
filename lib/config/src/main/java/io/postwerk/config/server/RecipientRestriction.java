package io.postwerk.config.server;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One step in deciding whether a client may send to a recipient; the first that decides ends the list. */
public enum RecipientRestriction {
    /** Permits clients in the trusted networks. */
    @JsonProperty("PermitTrustedNetworks")
    PERMIT_TRUSTED_NETWORKS,
    /** Permits clients that have logged in. */
    @JsonProperty("PermitAuthenticated")
    PERMIT_AUTHENTICATED,
    /** Permits recipients in our own and relay domains and refuses every other one. Always the last. */
    @JsonProperty("RejectUnauthorizedDestination")
    REJECT_UNAUTHORIZED_DESTINATION
}
