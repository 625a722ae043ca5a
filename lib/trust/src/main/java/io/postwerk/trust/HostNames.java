package io.postwerk.trust;

import java.net.IDN;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of hosts in certificates (RFC 5280 4.2.1.6). */
public final class HostNames {

    private static final int MAIL_ADDRESS = 1;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private HostNames() {}

    /** The subject alternative names of the kinds DNS and IP address, in {@link #canonical} form; none if they can not be read. */
    public static List<String> of(X509Certificate certificate) {
        return alternativeNames(certificate, Set.of(DNS_NAME, IP_ADDRESS)).stream()
                .map(HostNames::canonical)
                .toList();
    }

    /** The subject alternative names of the kind e-mail address (rfc822Name); none if they can not be read. */
    public static List<String> mailAddresses(X509Certificate certificate) {
        return alternativeNames(certificate, Set.of(MAIL_ADDRESS));
    }

    private static List<String> alternativeNames(X509Certificate certificate, Set<Integer> kinds) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            List<String> found = new ArrayList<>();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (kinds.contains((Integer) name.get(0))) {
                    found.add((String) name.get(1));
                }
            }
            return List.copyOf(found);
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Lower-case A-labels for a name, the JDK's form for an IP address, so that equal hosts are equal strings. */
    public static String canonical(String host) {
        if (isAddress(host)) {
            return InetAddress.ofLiteral(host).getHostAddress();
        }
        return IDN.toASCII(host).toLowerCase(Locale.ROOT);
    }

    /** Whether this is the literal of an IPv4 or IPv6 address. */
    public static boolean isAddress(String host) {
        if (host.indexOf(':') < 0 && !host.matches("[0-9]+(\\.[0-9]+){3}")) {
            return false;
        }
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a certificate's name is that of a host: equal, or a wildcard for its first label (RFC 9525 6.3). */
    public static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && !isAddress(host) && host.substring(dot).equals(pattern.substring(1));
    }
}
