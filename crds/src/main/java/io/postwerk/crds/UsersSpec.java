package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Who may have users in a domain. */
@FieldsOnly
public final class UsersSpec {
    @Default("{\"from\": \"Same\"}")
    @JsonPropertyDescription("Namespaces whose MailUsers may be in the domain.")
    private NamespaceSelection namespaces = new NamespaceSelection();

    /** Namespaces whose MailUsers may be in the domain. */
    public NamespaceSelection namespaces() {
        return namespaces;
    }
}
