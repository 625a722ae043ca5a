package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Mail from some senders to other people's domains. */
@SpecRecord
public record RelayOutboundSpec(
        @Required
        @Size(min = 1, max = 64)
        @SetList
        @JsonPropertyDescription(
                "Domains of the senders whose mail to other people's domains goes to the next hop of this Relay. "
                        + "Only domains of MailDomains in the namespace of this Relay. Postfix: sender_dependent_relayhost_maps.")
        List<@Size(min = 1, max = 253) String> senders) {}
