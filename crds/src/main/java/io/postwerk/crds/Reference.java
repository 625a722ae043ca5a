package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;

/** How one resource names another. */
public sealed interface Reference {
    /** Name of the other. */
    String name();

    /** A Secret in the namespace of the resource that refers to it. */
    @SpecRecord
    record Secret(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the Secret.")
            String name)
            implements Reference {}

    /** One key of a Secret in the namespace of the resource that refers to it. */
    @SpecRecord
    record SecretKey(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the Secret.")
            String name,

            @Default("password")
            @Size(min = 1, max = 253)
            @Pattern(Patterns.SECRET_KEY)
            @JsonPropertyDescription("Key in the Secret.")
            String key)
            implements Reference {}

    /** Which MailDomain is meant. */
    @SpecRecord
    record Domain(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the MailDomain.")
            String name,

            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Namespace of the MailDomain. Default: the namespace of this resource.")
            Optional<String> namespace)
            implements Reference {
        /** The other, as a resource of the given namespace means it. */
        public ObjectKey key(String own) {
            return new ObjectKey(namespace.orElse(own), name);
        }
    }

    /** Which MailServer a resource attaches to. */
    @SpecRecord
    record Server(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the MailServer.")
            String name,

            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Namespace of the MailServer. Default: the namespace of this resource.")
            Optional<String> namespace)
            implements Reference {
        /** The other, as a resource of the given namespace means it. */
        public ObjectKey key(String own) {
            return new ObjectKey(namespace.orElse(own), name);
        }
    }
}
