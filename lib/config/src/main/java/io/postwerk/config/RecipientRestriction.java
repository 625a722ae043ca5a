package io.postwerk.config;

/** One step in deciding whether a client may send to a recipient; the first that decides ends the list. */
public enum RecipientRestriction {
    /** Permits clients in the trusted networks. */
    PERMIT_TRUSTED_NETWORKS,
    /** Permits clients that have logged in. */
    PERMIT_AUTHENTICATED,
    /** Permits recipients in our own and relay domains and refuses every other one. Always the last. */
    REJECT_UNAUTHORIZED_DESTINATION
}
