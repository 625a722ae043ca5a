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
@FieldsOnly
public final class AuthTcpListenerSpec {
    /** What is answered. */
    public enum Service {
        /** Logins. */
        @JsonProperty("Auth")
        AUTH,
        /** Which users there are. */
        @JsonProperty("Userdb")
        USERDB
    }

    @Required
    @Size(min = 1, max = 63)
    @Pattern(Patterns.LABEL)
    @JsonPropertyDescription("Name of the listener.")
    private String name;

    @Default("Auth")
    @JsonPropertyDescription("Auth for logins, Userdb for which users there are.")
    private Service service = Service.AUTH;

    @Default("127.0.0.1")
    @Size(min = 2, max = 45)
    @ValidationRule(value = "isIP(self)", message = Rules.AUTH_TCP_ADDRESS)
    @JsonPropertyDescription(
            "IP address to bind. The default can be reached from the machine or the pod alone. With 0.0.0.0 or :: "
                    + "pods of the MailServer's namespace can reach it, and where network policies are not enforced everybody in the "
                    + "cluster; on one machine, whoever can reach the machine.")
    private String address = "127.0.0.1";

    @Required
    @Min(1)
    @Max(65535)
    @ValidationRule(value = "!(self in [2424, 9000, 9001, 9002, 9003])", message = Rules.LISTENER_PORT_RESERVED)
    @JsonPropertyDescription("TCP port in the pods or on the machine.")
    private int port;

    /** Name of the listener. */
    public String name() {
        return name;
    }

    /** What is answered. */
    public Service service() {
        return service;
    }

    /** IP address to bind. */
    public String address() {
        return address;
    }

    /** TCP port in the pods or on the machine. */
    public int port() {
        return port;
    }
}
