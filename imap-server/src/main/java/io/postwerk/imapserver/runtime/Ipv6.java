package io.postwerk.imapserver.runtime;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Machines without IPv6: many containers and some clusters. */
final class Ipv6 {
    private Ipv6() {}

    /** The addresses that this machine can bind: without IPv6, those of IPv4 alone, if there are any. */
    static List<InetSocketAddress> usable(List<InetSocketAddress> addresses) {
        return available() ? addresses : withoutIpv6(addresses);
    }

    static List<InetSocketAddress> withoutIpv6(List<InetSocketAddress> addresses) {
        List<InetSocketAddress> left = addresses.stream()
                .filter(address -> !(address.getAddress() instanceof Inet6Address))
                .toList();
        return left.isEmpty() ? addresses : left;
    }

    private static boolean available() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return true;
        }
    }
}
