package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** What a mail domain should be. */
@SpecRecord
@ValidationRule(value = "self.type != 'Alias' || !has(self.users)", message = Rules.ALIAS_DOMAIN_USERS)
public record MailDomainSpec(
        @Required
        @ValidationRule(value = "self == oldSelf", message = Rules.SERVER_IMMUTABLE)
        @JsonPropertyDescription("MailServer that takes the mail of the domain. It must let the namespace of this "
                + "MailDomain claim the domain (attachments). Cannot be changed, because mailboxes belong to it.")
        Reference.Server serverRef,

        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = "self == oldSelf", message = Rules.DOMAIN_IMMUTABLE)
        @JsonPropertyDescription("The domain. Cannot be changed.")
        String domain,

        @Default("Mailbox")
        @JsonPropertyDescription("Whether the domain has users, or aliases only. Postfix: virtual_mailbox_domains, "
                + "virtual_alias_domains.")
        Type type,

        @JsonPropertyDescription("Who may have users in the domain. Default: the namespace of this MailDomain.")
        Optional<Users> users,

        @Size(max = 1000)
        @SpecRecord.MapList("address")
        @JsonPropertyDescription("Addresses of the domain that stand for others. Postfix: virtual_alias_maps.")
        List<Alias> aliases,

        @JsonPropertyDescription(
                "Where mail goes for addresses of the domain that are neither user nor alias. Default: " + "nowhere.")
        Optional<CatchAll> catchAll,

        @Size(min = 3, max = 254)
        @JsonPropertyDescription(
                "Address that gets the mail for postmaster of the domain, unless there is a user or an "
                        + "alias of that name. Default: the oldest user of the domain; for a domain without users, the "
                        + "postmaster of the oldest domain of the namespace that has some.")
        Optional<String> postmaster,

        @Default("Retain")
        @JsonPropertyDescription(
                "What becomes of the mailboxes of the domain's users when the MailDomain is deleted: Retain keeps mail for the same "
                        + "resource made again, Delete removes it for good. On one machine mail is always kept.")
        DeletionPolicy deletionPolicy) {
    /** What the addresses of a domain are. */
    public enum Type {
        /** Addresses are users or aliases. */
        @JsonProperty("Mailbox")
        MAILBOX,
        /** Addresses are aliases only. */
        @JsonProperty("Alias")
        ALIAS
    }

    /** An address that stands for others. */
    @SpecRecord
    public record Alias(
            @Required
            @Size(min = 3, max = 254)
            @JsonPropertyDescription("The address, in the domain of the MailDomain.")
            String address,

            @Required
            @Size(min = 1, max = 100)
            @SpecRecord.SetList
            @JsonPropertyDescription("Addresses that it stands for, here or elsewhere.")
            List<@Size(min = 3, max = 254) String> to) {}

    /** Where mail goes for addresses that are neither user nor alias. */
    @SpecRecord
    public record CatchAll(
            @Required
            @Size(min = 1, max = 100)
            @SpecRecord.SetList
            @JsonPropertyDescription("Addresses that get it, here or elsewhere.")
            List<@Size(min = 3, max = 254) String> to) {}

    /** Who may have users in a domain. */
    @SpecRecord
    public record Users(
            @Default("{\"from\": \"Same\"}")
            @JsonPropertyDescription("Namespaces whose MailUsers may be in the domain.")
            NamespaceSelection namespaces) {}
}
