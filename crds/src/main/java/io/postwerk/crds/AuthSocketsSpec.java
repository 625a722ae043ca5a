package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/** Where auth-sidecar answers other people's servers, beside Unix sockets that nobody else can reach. */
@SpecRecord
public record AuthSocketsSpec(
        @Size(min = 1, max = 32)
        @Pattern(Patterns.GROUP)
        @JsonPropertyDescription(
                "Group that the Unix sockets belong to, by name or number, on one machine: that of another mail "
                        + "server which is to use them. Their mode is 0660. Default: that of who runs postwerk. In a cluster they "
                        + "belong to the group of the pods. Dovecot: unix_listener.")
        Optional<String> group,

        @Size(max = 8)
        @MapList("name")
        @JsonPropertyDescription(
                "TCP listeners beside the Unix sockets. There is no TLS on them and nobody proves who they are: "
                        + "whoever can connect can try passwords, and is believed about clients' addresses and about whether their "
                        + "passwords were protected. Default: none. Dovecot: inet_listener.")
        List<AuthTcpListenerSpec> tcp) {}
