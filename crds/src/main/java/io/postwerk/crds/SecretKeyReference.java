package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One key of a Secret in the namespace of the resource that refers to it. */
@SpecRecord
public record SecretKeyReference(
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Name of the Secret.")
        String name,

        @Default("password")
        @Size(min = 1, max = 253)
        @Pattern(Patterns.SECRET_KEY)
        @JsonPropertyDescription("Key in the Secret.")
        String key) {}
