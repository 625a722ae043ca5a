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

/** A TCP port on which auth-sidecar answers other people's servers. */
@SpecRecord
public record AuthTcpListenerSpec(
        @Required @Size(min = 1, max = 63) @Pattern(Patterns.LABEL) @JsonPropertyDescription("Name of the listener.")
        String name,

        @Default("Auth") @JsonPropertyDescription("Auth for logins, Userdb for which users there are.")
        Service service,

        @Default("127.0.0.1")
        @Size(min = 2, max = 45)
        @ValidationRule(value = "isIP(self)", message = Rules.AUTH_TCP_ADDRESS)
        @JsonPropertyDescription(
                "IP address to bind. The default can be reached from the machine or the pod alone. With 0.0.0.0 or :: "
                        + "pods of the MailServer's namespace can reach it, and where network policies are not enforced everybody in the "
                        + "cluster; on one machine, whoever can reach the machine.")
        String address,

        @Required
        @Min(1)
        @Max(65535)
        @ValidationRule(value = "!(self in [2424, 9000, 9001, 9002, 9003])", message = Rules.LISTENER_PORT_RESERVED)
        @JsonPropertyDescription("TCP port in the pods or on the machine.")
        int port) {
    /** What is answered. */
    public enum Service {
        /** Logins. */
        @JsonProperty("Auth")
        AUTH,
        /** Which users there are. */
        @JsonProperty("Userdb")
        USERDB
    }
}
