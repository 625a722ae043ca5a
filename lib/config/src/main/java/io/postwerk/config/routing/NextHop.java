package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.PublicAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A server that mail is passed on to, by SMTP.
 *
 * @param host name (its address records are looked up) or IP address
 * @param port TCP port; default 25
 * @param tls how STARTTLS is used; default {@code Opportunistic}
 * @param credentials name of the login in {@code credentials.json} to use with AUTH; default is none
 * @param publicOr networks of private addresses at which the server may be; at any other only public addresses are connected
 *     to, whatever the name leads to. Absent where the platform itself named the server: then it may be anywhere
 */
public record NextHop(
        @Bounds(min = 1, max = 253) String host,
        @Bounds(min = 1, max = 65535) int port,
        NextHopTls tls,
        @Bounds(min = 1, max = 512) Optional<String> credentials,
        @Bounds(max = 1024) Optional<List<IpNetwork>> publicOr) {

    public NextHop {
        publicOr = publicOr.map(List::copyOf);
    }

    /** A server that may be anywhere. */
    public NextHop(String host, int port, NextHopTls tls, Optional<String> credentials) {
        this(host, port, tls, credentials, Optional.empty());
    }

    /** Whether the server may be at an address. */
    public boolean mayBeAt(InetAddress address) {
        return publicOr.isEmpty()
                || PublicAddresses.contains(address)
                || publicOr.get().stream().anyMatch(network -> network.contains(address));
    }
}
