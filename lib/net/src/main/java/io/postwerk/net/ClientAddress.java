package io.postwerk.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A client as tables count it: by its address and by its network. An IPv4 address is one client and its network is the
 * /24. A host with IPv6 commonly has a /64 and may take any address in it (RFC 4291 2.5.1, RFC 8981), so the /64 is one
 * client; its network is the /56 that a provider gives to one site (RFC 6177).
 *
 * <p>Both keys are numbers, so that a table needs no object for each: the first 64 bits of the address, IPv4 as the last 64
 * bits of its IPv4-mapped form, which begins with zeros as no global IPv6 address does.
 *
 * @param key of the address
 * @param network of the network; it may be the key of an address in it, so a table has either kind or keeps them apart
 */
public record ClientAddress(long key, long network) {
    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    /** The last octet of either key: of 32 bits it leaves 24, and of 64 bits 56. */
    private static final long NETWORK = ~0xFFL;

    /** The client with that address. */
    public static ClientAddress of(InetAddress address) {
        byte[] octets = address.getAddress();
        long bits = 0;
        for (int i = 0; i < Math.min(octets.length, 8); i++) {
            bits = bits << 8 | octets[i] & 0xff;
        }
        long key = octets.length == 4 ? MAPPED | bits : bits;
        return new ClientAddress(key, key & NETWORK);
    }

    /** The client at the other end of a connection; empty for a Unix socket. */
    public static Optional<ClientAddress> of(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet
                ? Optional.ofNullable(inet.getAddress()).map(ClientAddress::of)
                : Optional.empty();
    }
}
