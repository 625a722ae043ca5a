package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** Who may have users in a domain. */
@SpecRecord
public record UsersSpec(
        @Default("{\"from\": \"Same\"}") @JsonPropertyDescription("Namespaces whose MailUsers may be in the domain.")
        NamespaceSelection namespaces) {}
