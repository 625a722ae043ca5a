package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One key of a Secret in the namespace of the resource that refers to it. */
@FieldsOnly
public final class SecretKeyReference {
    @Required
    @Size(min = 1, max = 253)
    @Pattern(Patterns.OBJECT_NAME)
    @JsonPropertyDescription("Name of the Secret.")
    private String name;

    @Default("password")
    @Size(min = 1, max = 253)
    @Pattern(Patterns.SECRET_KEY)
    @JsonPropertyDescription("Key in the Secret.")
    private String key = "password";

    /** Name of the Secret. */
    public String name() {
        return name;
    }

    /** Key in the Secret. */
    public String key() {
        return key;
    }
}
