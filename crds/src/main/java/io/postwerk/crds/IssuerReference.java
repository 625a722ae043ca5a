package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Who signs a certificate for cert-manager. */
@FieldsOnly
public final class IssuerReference {
    @Required
    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("Name of the issuer; an Issuer is in the namespace of the MailServer.")
    private String name;

    @Default("Issuer")
    @Size(min = 1, max = 63)
    @Pattern(Patterns.KIND)
    @JsonPropertyDescription("Kind of the issuer: Issuer, ClusterIssuer, or one of an external issuer's group.")
    private String kind = "Issuer";

    @Default("cert-manager.io")
    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("API group of the issuer.")
    private String group = "cert-manager.io";

    /** Name of the issuer. */
    public String name() {
        return name;
    }

    /** Kind of the issuer. */
    public String kind() {
        return kind;
    }

    /** API group of the issuer. */
    public String group() {
        return group;
    }
}
