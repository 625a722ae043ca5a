package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One step in deciding whether a client may send to a recipient. */
@SpecRecord
public record RestrictionSpec(
        @Required @JsonPropertyDescription("What the step does.")
        Type type) {
    /** What a step does; the first that decides ends the list. */
    public enum Type {
        /** Permits clients in the trusted networks. */
        @JsonProperty("PermitTrustedNetworks")
        PERMIT_TRUSTED_NETWORKS,
        /** Permits clients that have logged in. */
        @JsonProperty("PermitAuthenticated")
        PERMIT_AUTHENTICATED,
        /** Permits recipients in our own and relay domains, and refuses every other one. */
        @JsonProperty("RejectUnauthorizedDestination")
        REJECT_UNAUTHORIZED_DESTINATION
    }
}
