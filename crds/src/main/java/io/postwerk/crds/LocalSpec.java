package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Domains whose addresses are all those of one MailDomain. */
@FieldsOnly
public final class LocalSpec {
    @Required
    @Size(min = 1, max = 64)
    @SetList
    @JsonPropertyDescription("Domains that are other names for the MailDomain.")
    private List<@Size(min = 1, max = 253) String> domains = List.of();

    @Required
    @JsonPropertyDescription("The MailDomain, of type Mailbox, whose users and aliases they have.")
    private DomainReference usersFrom;

    /** Domains that are other names for the MailDomain. */
    public List<String> domains() {
        return List.copyOf(domains);
    }

    /** The MailDomain, of type Mailbox, whose users and aliases they have. */
    public DomainReference usersFrom() {
        return usersFrom;
    }
}
