package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** What a mail user should be. */
@FieldsOnly
public final class MailUserSpec {
    @Required
    @Size(min = 3, max = 254)
    @ValidationRule(value = "self == oldSelf", message = Rules.ADDRESS_IMMUTABLE)
    @JsonPropertyDescription(
            "Address of the user, and the name to log in with. Cannot be changed: the mailbox hangs" + " on it.")
    private String address;

    @JsonPropertyDescription(
            "MailDomain of the address. Default: the MailDomain of that domain in the namespace of " + "this MailUser.")
    private DomainReference domainRef;

    @Size(max = 16)
    @MapList("name")
    @JsonPropertyDescription("What the user can log in with. A user without any still receives mail.")
    private List<CredentialSpec> credentials = List.of();

    @Size(max = 100)
    @SetList
    @JsonPropertyDescription("Other addresses of the user, in the same domain.")
    private List<@Size(min = 3, max = 254) String> aliases = List.of();

    @JsonPropertyDescription("Where mail for the user goes besides or instead of the mailbox.")
    private ForwardSpec forward;

    @JsonPropertyDescription("How much the mailbox may hold. Default: no limit.")
    private QuotaSpec quota;

    @Default("false")
    @JsonPropertyDescription("Whether the user cannot log in. Mail is still taken.")
    private boolean disabled;

    @Default("Retain")
    @JsonPropertyDescription("What becomes of the mailbox when the MailUser is deleted: Retain keeps mail for the same "
            + "resource made again, Delete removes it for good. On one machine mail is always kept.")
    private DeletionPolicy deletionPolicy = DeletionPolicy.RETAIN;

    /** Address of the user, and the name to log in with. */
    public String address() {
        return address;
    }

    /** MailDomain of the address. */
    public Optional<DomainReference> domainRef() {
        return Optional.ofNullable(domainRef);
    }

    /** What the user can log in with. */
    public List<CredentialSpec> credentials() {
        return List.copyOf(credentials);
    }

    /** Other addresses of the user, in the same domain. */
    public List<String> aliases() {
        return List.copyOf(aliases);
    }

    /** Where mail for the user goes besides or instead of the mailbox. */
    public Optional<ForwardSpec> forward() {
        return Optional.ofNullable(forward);
    }

    /** How much the mailbox may hold. */
    public Optional<QuotaSpec> quota() {
        return Optional.ofNullable(quota);
    }

    /** Whether the user cannot log in. */
    public boolean disabled() {
        return disabled;
    }

    /** What becomes of the mailbox when the MailUser is deleted. */
    public DeletionPolicy deletionPolicy() {
        return deletionPolicy;
    }
}
