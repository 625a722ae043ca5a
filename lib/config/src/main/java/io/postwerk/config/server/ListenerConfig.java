package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.ListenerProtocol;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * One listening socket (or several on one port).
 *
 * @param name name of the listener, unique in the file; it appears in logs, metrics and errors
 * @param protocol what is spoken on it
 * @param addresses IP addresses to bind, or the single element {@code *} for every address of every protocol that the machine
 *     has. An IPv6 address is skipped on a machine without IPv6 if another address remains. Default follows
 *     {@code MailServer.spec.network}
 * @param port TCP port; unprivileged by default, see the lists of listeners
 * @param tls when TLS begins
 * @param clientCa PEM file with the CAs of client certificates, an absolute path: clients are then asked for a certificate, and may
 *     log in with it (EXTERNAL). Default is not to ask (absent)
 */
public record ListenerConfig(
        @Bounds(min = 1, max = 63) String name,
        ListenerProtocol protocol,
        @Bounds(min = 1, max = 16, length = 45) List<String> addresses,
        @Bounds(min = 1, max = 65535) int port,
        TlsConfig.Mode tls,
        @Bounds(min = 1, max = 4096) Optional<String> clientCa) {

    /** A listener that asks nobody for a certificate. */
    public ListenerConfig(
            String name, ListenerProtocol protocol, List<String> addresses, int port, TlsConfig.Mode tls) {
        this(name, protocol, addresses, port, tls, Optional.empty());
    }

    /** The addresses to bind, with the port. {@code *} becomes the wildcard address of the machine. */
    public List<InetSocketAddress> socketAddresses() {
        return addresses.stream()
                .map(a ->
                        a.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(IpNetwork.address(a), port))
                .toList();
    }
}
