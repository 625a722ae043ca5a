package io.postwerk.config.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
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
        Tls tls,
        @Bounds(min = 1, max = 512) Optional<String> credentials,
        @Bounds(max = 1024) Optional<List<IpNetwork>> publicOr) {

    public NextHop {
        publicOr = publicOr.map(List::copyOf);
    }

    /** A server that may be anywhere. */
    public NextHop(String host, int port, Tls tls, Optional<String> credentials) {
        this(host, port, tls, credentials, Optional.empty());
    }

    /** Whether the server may be at an address. */
    public boolean mayBeAt(InetAddress address) {
        return publicOr.isEmpty()
                || PublicAddresses.contains(address)
                || publicOr.get().stream().anyMatch(network -> network.contains(address));
    }

    /** How STARTTLS is used towards a next hop. */
    public enum Tls {
        /** TLS when the server offers it, whatever its certificate is; otherwise plain text. */
        @JsonProperty("Opportunistic")
        OPPORTUNISTIC,
        /** TLS or no delivery, whatever the certificate is. */
        @JsonProperty("Required")
        REQUIRED,
        /** TLS or no delivery, with a certificate for the host's name from an authority that the machine trusts. */
        @JsonProperty("Verified")
        VERIFIED
    }
}
