package io.postwerk.smtp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** IP addresses in brackets in place of a domain (RFC 5321 4.1.3). */
public final class AddressLiteral {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private AddressLiteral() {}

    /** Whether {@code text}, brackets and all, is a literal of an IPv4 or IPv6 address. */
    public static boolean isValid(String text) {
        if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 2) {
            return false;
        }
        String inner = text.substring(1, text.length() - 1);
        try {
            if (IPV4.matcher(inner).matches()) {
                Inet4Address.ofLiteral(inner);
                return true;
            }
            if (inner.toUpperCase(Locale.ROOT).startsWith("IPV6:")
                    && IPV6.matcher(inner.substring(5)).matches()) {
                InetAddress.ofLiteral(inner.substring(5));
                return inner.indexOf(':', 5) > 0;
            }
            return false;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The literal of {@code address}: {@code [192.0.2.1]}, {@code [IPv6:2001:db8::1]}. */
    public static String of(InetAddress address) {
        String text = address.getHostAddress();
        if (address instanceof Inet6Address) {
            int scope = text.indexOf('%');
            return "[IPv6:" + (scope < 0 ? text : text.substring(0, scope)) + "]";
        }
        return "[" + text + "]";
    }
}
