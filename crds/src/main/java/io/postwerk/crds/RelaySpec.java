package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
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
        @ValidationRule(value = "self == oldSelf", message = Rules.RELAY_SERVER_IMMUTABLE)
        @JsonPropertyDescription("MailServer that takes the mail. It must let the namespace of this Relay claim the "
                + "domains (attachments). Cannot be changed.")
        Reference.Server serverRef,

        @Size(max = 256)
        @SpecRecord.SetList
        @JsonPropertyDescription("Domains whose mail is taken and passed on. Postfix: relay_domains.")
        List<@Size(min = 1, max = 253) String> domains,

        @JsonPropertyDescription("Which recipients of the domains are taken; must be given with domains.")
        Optional<Recipients> recipients,

        @Required @JsonPropertyDescription("Server that mail is passed on to. Postfix: transport_maps.")
        NextHopSpec nextHop,

        @JsonPropertyDescription("Mail from own senders to other people's domains that goes to the same server.")
        Optional<Outbound> outbound) {

    /** Which recipients of relay domains are taken. */
    @SpecRecord
    @ValidationRule(
            value = "(self.policy == 'Listed') == (has(self.addresses) && size(self.addresses) > 0)",
            message = Rules.RECIPIENTS_LISTED)
    public record Recipients(
            @Required @JsonPropertyDescription("Any recipient, or those in addresses.")
            Policy policy,

            @Size(max = 5000)
            @SpecRecord.SetList
            @JsonPropertyDescription("The recipients, for policy: Listed. Postfix: relay_recipient_maps.")
            List<@Size(min = 3, max = 254) String> addresses) {
        /** Which recipients are taken. */
        public enum Policy {
            /** Every one: the other server decides, and what it refuses bounces. */
            @JsonProperty("Any")
            ANY,
            /** Those in addresses, and postmaster. */
            @JsonProperty("Listed")
            LISTED
        }
    }

    /** Mail from some senders to other people's domains. */
    @SpecRecord
    public record Outbound(
            @Required
            @Size(min = 1, max = 64)
            @SpecRecord.SetList
            @JsonPropertyDescription(
                    "Domains of the senders whose mail to other people's domains goes to the next hop of this Relay. "
                            + "Only domains of MailDomains in the namespace of this Relay. Postfix: sender_dependent_relayhost_maps.")
            List<@Size(min = 1, max = 253) String> senders) {}
}
