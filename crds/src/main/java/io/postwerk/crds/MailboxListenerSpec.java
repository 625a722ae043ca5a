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

/** A socket on which mail is read. */
@SpecRecord
public record MailboxListenerSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the listener.")
        String name,

        @Required @JsonPropertyDescription("IMAP or POP3.") Protocol protocol,

        @Required
        @Min(1)
        @Max(65535)
        @ValidationRule(value = "!(self in [2424, 9000, 9001, 9002, 9003])", message = Rules.LISTENER_PORT_RESERVED)
        @JsonPropertyDescription("TCP port in the pod or on the machine.")
        int port,

        @Default("StartTLS") @JsonPropertyDescription("When TLS begins.")
        ListenerTls tls) {
    /** What is spoken on the listener. */
    public enum Protocol {
        /** IMAP4rev1. */
        @JsonProperty("IMAP")
        IMAP,
        /** POP3. */
        @JsonProperty("POP3")
        POP3
    }
}
