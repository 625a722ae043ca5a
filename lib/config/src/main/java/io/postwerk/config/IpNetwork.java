package io.postwerk.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of IP addresses in CIDR notation (RFC 4632, RFC 4291 2.3). Bits behind the prefix are zero.
 *
 * @param base first address of the block
 * @param prefixLength number of leading bits that all its addresses share
 */
public record IpNetwork(InetAddress base, int prefixLength) {
    /** Reads {@code 192.0.2.0/24} or {@code 2001:db8::/32}. */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("'" + text + "' is not a network in CIDR notation");
        }
        InetAddress base = address(text.substring(0, slash));
        int prefix = Integer.parseInt(text.substring(slash + 1));
        byte[] octets = base.getAddress();
        if (octets.length == 4 && text.contains(":") || prefix > octets.length * 8) {
            throw new IllegalArgumentException("'" + text + "' has a prefix that does not fit its address");
        }
        if (!Arrays.equals(octets, masked(octets, prefix))) {
            throw new IllegalArgumentException("'" + text + "' has bits set behind its prefix");
        }
        return new IpNetwork(base, prefix);
    }

    /** Reads an IP address in its full form, never a name. An IPv4-mapped IPv6 address becomes the IPv4 address in it. */
    public static InetAddress address(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        // Java would take 10.1 for 10.0.0.1 and drop a zone; an address has one meaning here.
        boolean canonical = address instanceof Inet4Address && !literal.contains(":")
                ? address.getHostAddress().equals(literal)
                : literal.indexOf('%') < 0;
        if (!canonical) {
            throw new IllegalArgumentException("'" + literal + "' is not an IP address");
        }
        return address;
    }

    /** Whether the address is in this block. An IPv4-mapped IPv6 address counts as the IPv4 address in it. */
    public boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == base.getAddress().length
                && Arrays.equals(masked(octets, prefixLength), base.getAddress());
    }

    /** Whether every address of the other block is in this one. */
    public boolean contains(IpNetwork other) {
        return other.prefixLength >= prefixLength && contains(other.base);
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefixLength;
    }

    private static byte[] masked(byte[] octets, int prefix) {
        byte[] result = octets.clone();
        for (int bit = prefix; bit < result.length * 8; bit++) {
            result[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return result;
    }
}
