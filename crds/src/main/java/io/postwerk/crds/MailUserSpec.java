package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** What a mail user should be. */
@SpecRecord
public record MailUserSpec(
        @Required
        @Size(min = 3, max = 254)
        @ValidationRule(value = "self == oldSelf", message = Rules.ADDRESS_IMMUTABLE)
        @JsonPropertyDescription(
                "Address of the user, and the name to log in with. Cannot be changed: the mailbox hangs" + " on it.")
        String address,

        @JsonPropertyDescription(
                "MailDomain of the address. Default: the MailDomain of that domain in the namespace of "
                        + "this MailUser.")
        Optional<DomainReference> domainRef,

        @Size(max = 16)
        @MapList("name")
        @JsonPropertyDescription("What the user can log in with. A user without any still receives mail.")
        List<CredentialSpec> credentials,

        @Size(max = 100) @SetList @JsonPropertyDescription("Other addresses of the user, in the same domain.")
        List<@Size(min = 3, max = 254) String> aliases,

        @JsonPropertyDescription("Where mail for the user goes besides or instead of the mailbox.")
        Optional<ForwardSpec> forward,

        @JsonPropertyDescription("How much the mailbox may hold. Default: no limit.")
        Optional<QuotaSpec> quota,

        @Default("false") @JsonPropertyDescription("Whether the user cannot log in. Mail is still taken.")
        boolean disabled,

        @Default("Retain")
        @JsonPropertyDescription(
                "What becomes of the mailbox when the MailUser is deleted: Retain keeps mail for the same "
                        + "resource made again, Delete removes it for good. On one machine mail is always kept.")
        DeletionPolicy deletionPolicy) {}
