package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A login at another server. */
@SpecRecord
public record NextHopCredentials(
        @Required @JsonPropertyDescription("Secret of type kubernetes.io/basic-auth, with username and password.")
        SecretReference secretRef) {}
