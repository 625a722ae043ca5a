package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;

/** What should be passed on to another server. */
@SpecRecord
@ValidationRule(
        value = "(has(self.domains) && size(self.domains) > 0) || has(self.outbound)",
        message = Rules.RELAY_EMPTY)
@ValidationRule(
        value = "(has(self.domains) && size(self.domains) > 0) == has(self.recipients)",
        message = Rules.RELAY_RECIPIENTS)
public record RelaySpec(
        @Required
        @JsonPropertyDescription("MailServer that takes the mail. It must let the namespace of this Relay claim the "
                + "domains (attachments).")
        ServerReference serverRef,

        @Size(max = 256)
        @SetList
        @JsonPropertyDescription("Domains whose mail is taken and passed on. Postfix: relay_domains.")
        List<@Size(min = 1, max = 253) String> domains,

        @JsonPropertyDescription("Which recipients of the domains are taken; must be given with domains.")
        Optional<RecipientsSpec> recipients,

        @Required @JsonPropertyDescription("Server that mail is passed on to. Postfix: transport_maps.")
        NextHopSpec nextHop,

        @JsonPropertyDescription("Mail from own senders to other people's domains that goes to the same server.")
        Optional<RelayOutboundSpec> outbound) {}
