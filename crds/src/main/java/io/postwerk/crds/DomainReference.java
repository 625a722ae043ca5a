package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** Which MailDomain is meant. */
@FieldsOnly
public final class DomainReference {
    @Required
    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("Name of the MailDomain.")
    private String name;

    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Namespace of the MailDomain. Default: the namespace of this resource.")
    private String namespace;

    /** Name of the MailDomain. */
    public String name() {
        return name;
    }

    /** Namespace of the MailDomain. */
    public Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }
}
