package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** What a mail user should be. */
@SpecRecord
@ValidationRule(
        value =
                "has(self.domainRef) == has(oldSelf.domainRef) && (!has(self.domainRef) || self.domainRef == oldSelf.domainRef)",
        fieldPath = ".domainRef",
        message = Rules.DOMAIN_REF_IMMUTABLE)
public record MailUserSpec(
        @Required
        @Size(min = 3, max = 254)
        @ValidationRule(value = "self == oldSelf", message = Rules.ADDRESS_IMMUTABLE)
        @JsonPropertyDescription(
                "Address of the user, and the name to log in with. Cannot be changed, because the mailbox belongs to it.")
        String address,

        @JsonPropertyDescription(
                "MailDomain of the address. Default: the MailDomain of that domain in the namespace of "
                        + "this MailUser. Cannot be changed, because the mailbox belongs to its MailServer.")
        Optional<Reference.Domain> domainRef,

        @Size(max = 16)
        @SpecRecord.MapList("name")
        @JsonPropertyDescription("What the user can log in with. A user without any still receives mail.")
        List<Credential> credentials,

        @Size(max = 100)
        @SpecRecord.SetList
        @JsonPropertyDescription("Other addresses of the user, in the same domain.")
        List<@Size(min = 3, max = 254) String> aliases,

        @JsonPropertyDescription("Where mail for the user goes besides or instead of the mailbox.")
        Optional<Forward> forward,

        @JsonPropertyDescription("How much the mailbox may hold. Default: no limit.")
        Optional<Quota> quota,

        @Default("false") @JsonPropertyDescription("Whether the user cannot log in. Mail is still taken.")
        boolean disabled,

        @Default("Retain")
        @JsonPropertyDescription(
                "What becomes of the mailbox when the MailUser is deleted: Retain keeps mail for the same "
                        + "resource made again, Delete removes it for good. On one machine mail is always kept.")
        DeletionPolicy deletionPolicy) {

    /** Something that a user can log in with. */
    @SpecRecord
    public record Credential(
            @Required
            @Size(min = 1, max = 63)
            @Pattern(Patterns.LABEL)
            @JsonPropertyDescription("Name of the credential.")
            String name,

            @Required
            @JsonPropertyDescription(
                    "Key of a Secret that holds the password. Only a verifier made from it leaves the operator.")
            Reference.SecretKey secretRef,

            @Default("Plain")
            @JsonPropertyDescription(
                    "What the Secret holds: Plain is the password; Crypt is a hash of it as Dovecot writes it "
                            + "({SCRAM-SHA-256}, {SCRAM-SHA-1}, {ARGON2ID}, {BLF-CRYPT}, {SHA512-CRYPT}, {SHA256-CRYPT}, {SSHA}, {SSHA256}, "
                            + "{SSHA512}, {PBKDF2}) or a crypt string, for users who come from another server.")
            Format format,

            @Size(max = 8) @SpecRecord.SetList @JsonPropertyDescription("Protocols for which it is good. Default: all.")
            List<Protocol> protocols,

            @Size(min = 20, max = 35)
            @SpecRecord.Format("date-time")
            @JsonPropertyDescription(
                    "Instant from which it is no longer good, such as 2030-01-31T00:00:00Z. Default: never.")
            Optional<String> expires) {
        /** What a credential is good for. */
        public enum Protocol {
            /** Login on SMTP listeners. */
            @JsonProperty("SMTP")
            SMTP,
            /** Login on Submission listeners. */
            @JsonProperty("Submission")
            SUBMISSION,
            /** Login on IMAP listeners. */
            @JsonProperty("IMAP")
            IMAP,
            /** Login on POP3 listeners. */
            @JsonProperty("POP3")
            POP3
        }

        /** What the Secret holds. */
        public enum Format {
            /** The password. */
            @JsonProperty("Plain")
            PLAIN,
            /** A hash of the password that another server made. */
            @JsonProperty("Crypt")
            CRYPT
        }
    }

    /** Where mail for a user goes in addition to the mailbox or instead of it. */
    @SpecRecord
    public record Forward(
            @Required
            @Size(min = 1, max = 100)
            @SpecRecord.SetList
            @JsonPropertyDescription("Addresses that get it, here or elsewhere.")
            List<@Size(min = 3, max = 254) String> to,

            @Default("Keep") @JsonPropertyDescription("Whether the mailbox gets it too.")
            LocalCopy localCopy) {
        /** Whether the mailbox of a user who forwards gets the mail too. */
        public enum LocalCopy {
            /** It does. */
            @JsonProperty("Keep")
            KEEP,
            /** It does not. */
            @JsonProperty("Drop")
            DROP
        }
    }

    /** How much a mailbox may hold. */
    @SpecRecord
    public record Quota(
            @Size(min = 1, max = 16)
            @Pattern(Patterns.QUANTITY)
            @SpecRecord.IntegerOrString
            @JsonPropertyDescription("Most octets, as a quantity such as 5Gi or as a whole number.")
            Optional<String> storage,

            @Min(1) @Max(1000000000) @JsonPropertyDescription("Most messages.")
            Optional<Long> messages) {}
}
