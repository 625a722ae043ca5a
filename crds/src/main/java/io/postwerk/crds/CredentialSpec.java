package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/** Something that a user can log in with. */
@FieldsOnly
public final class CredentialSpec {
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

    @Required
    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Name of the credential.")
    private String name;

    @Required
    @JsonPropertyDescription(
            "Key of a Secret that holds the password. Only a verifier made from it leaves the operator.")
    private SecretKeyReference secretRef;

    @Size(max = 8)
    @SetList
    @JsonPropertyDescription("Protocols for which it is good. Default: all.")
    private List<Protocol> protocols = List.of();

    @Size(min = 20, max = 35)
    @Format("date-time")
    @JsonPropertyDescription("Instant from which it is no longer good, such as 2030-01-31T00:00:00Z. Default: never.")
    private String expires;

    /** Name of the credential. */
    public String name() {
        return name;
    }

    /** Key of a Secret that holds the password. */
    public SecretKeyReference secretRef() {
        return secretRef;
    }

    /** Protocols for which it is good. */
    public List<Protocol> protocols() {
        return List.copyOf(protocols);
    }

    /** Instant from which it is no longer good, such as 2030-01-31T00:00:00Z. */
    public Optional<String> expires() {
        return Optional.ofNullable(expires);
    }
}
