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
@FieldsOnly
public final class MailboxListenerSpec {
    /** What is spoken on the listener. */
    public enum Protocol {
        /** IMAP4rev1. */
        @JsonProperty("IMAP")
        IMAP,
        /** POP3. */
        @JsonProperty("POP3")
        POP3
    }

    @Required
    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Name of the listener.")
    private String name;

    @Required
    @JsonPropertyDescription("IMAP or POP3.")
    private Protocol protocol;

    @Required
    @Min(1)
    @Max(65535)
    @ValidationRule(value = "!(self in [2424, 9000, 9001, 9002, 9003])", message = Rules.LISTENER_PORT_RESERVED)
    @JsonPropertyDescription("TCP port in the pod or on the machine.")
    private int port;

    @Default("StartTLS")
    @JsonPropertyDescription("When TLS begins.")
    private ListenerTls tls = ListenerTls.START_TLS;

    /** Name of the listener. */
    public String name() {
        return name;
    }

    /** IMAP or POP3. */
    public Protocol protocol() {
        return protocol;
    }

    /** TCP port in the pod or on the machine. */
    public int port() {
        return port;
    }

    /** When TLS begins. */
    public ListenerTls tls() {
        return tls;
    }
}
