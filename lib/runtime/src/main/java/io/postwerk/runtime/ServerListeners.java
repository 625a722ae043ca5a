package io.postwerk.runtime;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.limits.ClientLimits;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.net.BindAddress;
import io.postwerk.net.ConnectionLimits;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.TlsContext;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** How a listener of {@code server.json} is bound, whatever protocol is spoken on it. */
public final class ServerListeners {
    private ServerListeners() {}

    /**
     * Name, addresses and implicit TLS of a listener. On a machine without IPv6 (many containers and some clusters) its IPv6
     * addresses are left out, if any others remain.
     *
     * @param tls used if TLS begins with the connection
     */
    public static ListenerSettings settings(ListenerConfig listener, TlsContext tls) {
        List<InetSocketAddress> addresses = listener.socketAddresses();
        List<BindAddress> usable = (hasIpv6() ? addresses : withoutIpv6(addresses))
                .stream().<BindAddress>map(BindAddress.Tcp::new).toList();
        ListenerSettings settings = ListenerSettings.of(listener.name(), usable);
        return listener.tls() == TlsConfig.Mode.IMPLICIT ? settings.withImplicitTls(tls) : settings;
    }

    /** The limits of connections of {@code limits.json}. */
    public static ConnectionLimits connections(ClientLimits limits) {
        List<IpNetwork> exempt = limits.exemptNetworks();
        return ConnectionLimits.fair(
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.connectionsPerNetwork(),
                address -> exempt.stream().anyMatch(network -> network.contains(address)));
    }

    static List<InetSocketAddress> withoutIpv6(List<InetSocketAddress> addresses) {
        List<InetSocketAddress> left = addresses.stream()
                .filter(address -> !(address.getAddress() instanceof Inet6Address))
                .toList();
        return left.isEmpty() ? addresses : left;
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return true;
        }
    }
}
