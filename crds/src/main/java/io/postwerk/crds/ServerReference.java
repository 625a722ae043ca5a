package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** Which MailServer a resource attaches to. */
@FieldsOnly
public final class ServerReference {
    @Required
    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("Name of the MailServer.")
    private String name;

    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Namespace of the MailServer. Default: the namespace of this resource.")
    private String namespace;

    /** Name of the MailServer. */
    public String name() {
        return name;
    }

    /** Namespace of the MailServer. */
    public Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }
}
