package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Who signs a certificate for cert-manager. */
@SpecRecord
public record IssuerReference(
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Name of the issuer; an Issuer is in the namespace of the MailServer.")
        String name,

        @Default("Issuer")
        @Size(min = 1, max = 63)
        @Pattern(Patterns.KIND)
        @JsonPropertyDescription("Kind of the issuer: Issuer, ClusterIssuer, or one of an external issuer's group.")
        String kind,

        @Default("cert-manager.io")
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("API group of the issuer.")
        String group) {}
