package io.postwerk.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the public internet, as opposed to those of a machine, a site or a cluster, to which a stranger
 * must not make us connect. Not public are the networks that RFC 6890 (and IANA's registries) list as not globally
 * reachable, and forms of IPv6 that carry an IPv4 address. Networks for documentation count as public: no host has
 * such an address.
 */
public final class PublicAddresses {
    private static final List<IpNetwork> OTHERS = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/3",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8")
            .map(IpNetwork::parse)
            .toList();

    private PublicAddresses() {}

    /** Whether the address is a public one. An IPv4-mapped IPv6 address counts as the IPv4 address in it. */
    public static boolean contains(InetAddress address) {
        return OTHERS.stream().noneMatch(network -> network.contains(address));
    }
}
