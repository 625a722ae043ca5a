package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Domains whose addresses are all those of one MailDomain. */
@SpecRecord
public record LocalSpec(
        @Required
        @Size(min = 1, max = 64)
        @SetList
        @JsonPropertyDescription("Domains that are other names for the MailDomain.")
        List<@Size(min = 1, max = 253) String> domains,

        @Required @JsonPropertyDescription("The MailDomain, of type Mailbox, whose users and aliases they have.")
        DomainReference usersFrom) {}
