package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where the server listens and whom it trusts. */
@SpecRecord
public record NetworkSpec(
        @Default("{\"type\": \"All\"}")
        @JsonPropertyDescription("Addresses on which the listeners listen. Postfix: inet_interfaces.")
        Interfaces interfaces,

        @Default("All")
        @JsonPropertyDescription("Versions of IP on which the listeners listen. Postfix: inet_protocols.")
        Protocols protocols,

        @Size(max = 64)
        @SpecRecord.SetList
        @ValidationRule(value = "self.all(n, isCIDR(n) && cidr(n) == cidr(n).masked())", message = Rules.TRUSTED_CIDR)
        @ValidationRule(
                value = "self.all(n, !isCIDR(n) || ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', "
                        + "'169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7', "
                        + "'fe80::/10'].exists(p, cidr(p).containsCIDR(n)))",
                message = Rules.TRUSTED_PUBLIC)
        @JsonPropertyDescription("Networks, in CIDR notation, whose clients may relay without a login (with "
                + "PermitTrustedNetworks). Only private networks can be given. In a cluster these are "
                + "what proxies and source NAT show, so the default is none. Postfix: mynetworks.")
        List<@Size(min = 1, max = 43) String> trusted) {
    /** Versions of IP. */
    public enum Protocols {
        /** IPv4 and IPv6, as far as the machine has them. */
        @JsonProperty("All")
        ALL,
        /** IPv4 only. */
        @JsonProperty("IPv4")
        IPV4,
        /** IPv6 only. */
        @JsonProperty("IPv6")
        IPV6
    }

    /** Addresses on which the listeners listen. */
    @SpecRecord
    @ValidationRule(
            value = "(self.type == 'Addresses') == (has(self.addresses) && size(self.addresses) > 0)",
            message = Rules.INTERFACE_ADDRESSES)
    public record Interfaces(
            @Default("All")
            @JsonPropertyDescription("All addresses, the loopback addresses only, or those in addresses.")
            Type type,

            @Size(max = 16)
            @SpecRecord.SetList
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
}
