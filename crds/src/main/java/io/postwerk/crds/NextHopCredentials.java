package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A login at another server. */
@FieldsOnly
public final class NextHopCredentials {
    @Required
    @JsonPropertyDescription("Secret of type kubernetes.io/basic-auth, with username and password.")
    private SecretReference secretRef;

    /** Secret of type kubernetes.io/basic-auth, with username and password. */
    public SecretReference secretRef() {
        return secretRef;
    }
}
