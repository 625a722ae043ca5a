package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Addresses on which the listeners listen. */
@SpecRecord
@ValidationRule(
        value = "(self.type == 'Addresses') == (has(self.addresses) && size(self.addresses) > 0)",
        message = Rules.INTERFACE_ADDRESSES)
public record InterfacesSpec(
        @Default("All") @JsonPropertyDescription("All addresses, the loopback addresses only, or those in addresses.")
        Type type,

        @Size(max = 16)
        @SetList
        @ValidationRule(value = "self.all(a, isIP(a))", message = Rules.INTERFACE_IP)
        @JsonPropertyDescription("IP addresses, for type: Addresses.")
        List<@Size(min = 2, max = 45) String> addresses) {
    /** How the addresses are chosen. */
    public enum Type {
        /** Every address of the machine. */
        @JsonProperty("All")
        ALL,
        /** The loopback addresses: nobody outside the machine can connect. */
        @JsonProperty("LoopbackOnly")
        LOOPBACK_ONLY,
        /** The given addresses. */
        @JsonProperty("Addresses")
        ADDRESSES
    }
}
