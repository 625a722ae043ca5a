package io.postwerk.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a TLS handshake agreed on.
 *
 * @param protocol {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipherSuite its IANA name, such as {@code TLS_AES_128_GCM_SHA256}
 * @param serverName the name that the client asked for (RFC 6066 3)
 * @param peer the certificate that the peer showed and we verified, if any
 * @param channelBindings data by type: {@value #TLS_EXPORTER}, {@value #TLS_SERVER_END_POINT}
 */
public record TlsInfo(
        String protocol,
        String cipherSuite,
        Optional<String> serverName,
        Optional<PeerCertificate> peer,
        Map<String, byte[]> channelBindings) {

    /** RFC 9266. */
    public static final String TLS_EXPORTER = "tls-exporter";

    /** RFC 5929 4. */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

    public TlsInfo {
        channelBindings = Map.copyOf(channelBindings);
    }

    /** The channel binding data of a type, where the connection has it. */
    public Optional<byte[]> channelBinding(String type) {
        return Optional.ofNullable(channelBindings.get(type)).map(byte[]::clone);
    }

    /**
     * A peer's verified certificate.
     *
     * @param subject its distinguished name (RFC 2253 form)
     * @param names its subject alternative names of the kinds DNS and IP address
     * @param mailAddresses those of the kind e-mail address (RFC 5280 4.2.1.6)
     */
    public record PeerCertificate(String subject, List<String> names, List<String> mailAddresses) {
        public PeerCertificate {
            names = List.copyOf(names);
            mailAddresses = List.copyOf(mailAddresses);
        }
    }
}
