package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/** Something that a user can log in with. */
@SpecRecord
public record CredentialSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the credential.")
        String name,

        @Required
        @JsonPropertyDescription(
                "Key of a Secret that holds the password. Only a verifier made from it leaves the operator.")
        SecretKeyReference secretRef,

        @Default("Plain")
        @JsonPropertyDescription(
                "What the Secret holds: Plain is the password; Crypt is a hash of it as Dovecot writes it "
                        + "({SCRAM-SHA-256}, {SCRAM-SHA-1}, {ARGON2ID}, {BLF-CRYPT}, {SHA512-CRYPT}, {SHA256-CRYPT}, {SSHA}, {SSHA256}, "
                        + "{SSHA512}, {PBKDF2}) or a crypt string, for users who come from another server.")
        Format format,

        @Size(max = 8) @SetList @JsonPropertyDescription("Protocols for which it is good. Default: all.")
        List<Protocol> protocols,

        @Size(min = 20, max = 35)
        @io.postwerk.crds.Format("date-time")
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
