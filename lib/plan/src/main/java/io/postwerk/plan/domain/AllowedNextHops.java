package io.postwerk.plan.domain;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.PublicAddresses;
import io.postwerk.crds.NextHopSpec;
import io.postwerk.crds.OutboundSpec;
import io.postwerk.plan.finding.Addresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which servers Relays may pass mail on to. Whoever may write a Relay in some namespace decides where smtp-server connects to, so
 * that without a limit they could reach what only smtp-server's pod reaches: other services of the cluster, a cloud's metadata, the
 * server's own administration. Unless the platform says otherwise these are out of reach, by name as well as by the address that a
 * name leads to at the moment of connecting. Relays in the namespace of the MailServer are the platform's own.
 */
public final class AllowedNextHops {
    /** Names that mean something within a machine, a site or a cluster only. */
    private static final Pattern INTERNAL = Pattern.compile(
            "[^.]+|.*\\.(svc|svc\\..+|cluster\\.local|local|localhost|localdomain|internal|intranet|lan|home\\.arpa)");

    /** What resolvers may take for an IPv4 address in an odd form. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

    private static final List<IpNetwork> ANYWHERE = List.of(IpNetwork.parse("0.0.0.0/0"), IpNetwork.parse("::/0"));
    private static final String EVERY = "*";

    private final String platform;
    private final List<OutboundSpec.AllowedNextHop> entries;

    public AllowedNextHops(String platform, List<OutboundSpec.AllowedNextHop> entries) {
        this.platform = platform;
        this.entries = entries;
    }

    /** Whether a Relay of the namespace may have the next hop. */
    boolean permit(String namespace, NextHopSpec hop) {
        if (namespace.equals(platform)) {
            return true;
        }
        if (entries.isEmpty()) {
            return matches(EVERY, hop.host());
        }
        return hosts(hop).anyMatch(pattern -> matches(pattern, hop.host()));
    }

    /** The networks of private addresses at which a permitted next hop may be; absent if it may be anywhere. */
    public Optional<List<IpNetwork>> publicOr(String namespace, NextHopSpec hop) {
        if (namespace.equals(platform)) {
            return Optional.empty();
        }
        boolean named =
                Addresses.ip(hop.host()).isEmpty() && hosts(hop).anyMatch(pattern -> isNameOf(pattern, hop.host()));
        return Optional.of(
                named
                        ? ANYWHERE
                        : hosts(hop)
                                .flatMap(pattern -> network(pattern).stream())
                                .distinct()
                                .toList());
    }

    /** Hosts of the entries that are for the next hop's port. */
    private Stream<String> hosts(NextHopSpec hop) {
        return entries.stream()
                .filter(entry -> entry.ports().isEmpty() || entry.ports().contains(hop.port()))
                .flatMap(entry -> entry.hosts().stream());
    }

    private static boolean matches(String pattern, String host) {
        Optional<InetAddress> address = Addresses.ip(host);
        if (address.isPresent()) {
            return pattern.equals(EVERY)
                    ? PublicAddresses.contains(address.get())
                    : network(pattern).filter(n -> n.contains(address.get())).isPresent();
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (NUMERIC.matcher(name).matches()) {
            return false;
        }
        return pattern.equals(EVERY) ? !INTERNAL.matcher(name).matches() : isNameOf(pattern, host);
    }

    /** Whether the pattern is the host's name, or the name of a domain that the host is in. */
    private static boolean isNameOf(String pattern, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        String wanted = pattern.toLowerCase(Locale.ROOT);
        return wanted.startsWith("*.") ? name.endsWith(wanted.substring(1)) : name.equals(wanted);
    }

    /** The network that a pattern is; an address is a network of its own. */
    private static Optional<IpNetwork> network(String pattern) {
        return Addresses.network(pattern)
                .or(() -> Addresses.ip(pattern)
                        .map(address -> new IpNetwork(address, address.getAddress().length * Byte.SIZE)));
    }
}
