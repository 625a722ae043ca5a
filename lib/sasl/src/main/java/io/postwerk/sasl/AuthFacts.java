package io.postwerk.sasl;

import io.postwerk.net.TlsInfo;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the protocol server knows of the connection on which a client authenticates.
 *
 * @param service protocol in lower case: {@code smtp}, {@code submission}, {@code imap}, {@code pop3}
 * @param local the address that the client connected to
 * @param remote the client's address
 * @param secured the client's octets are protected on their way (TLS, or as good)
 * @param tls facts of that TLS session, when the server ended it itself
 * @param sessionId the id that the server's log lines carry
 */
public record AuthFacts(
        String service,
        SocketAddress local,
        SocketAddress remote,
        boolean secured,
        Optional<TlsFacts> tls,
        String sessionId) {

    public AuthFacts {
        Objects.requireNonNull(service);
        Objects.requireNonNull(local);
        Objects.requireNonNull(remote);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(sessionId);
    }

    /**
     * A TLS session.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param cipher name of the cipher suite
     * @param serverName the name that the client asked for (SNI, RFC 6066 3)
     * @param certificateUser the e-mail address in the client's certificate, which was verified
     * @param channelBindings data by type (RFC 5056), which ties an exchange to this session
     */
    public record TlsFacts(
            String protocol,
            String cipher,
            Optional<String> serverName,
            Optional<String> certificateUser,
            Map<String, byte[]> channelBindings) {

        public TlsFacts {
            channelBindings = Map.copyOf(channelBindings);
        }

        /** Those of a connection's TLS session. */
        public static TlsFacts of(TlsInfo tls) {
            return new TlsFacts(
                    tls.protocol(),
                    tls.cipherSuite(),
                    tls.serverName(),
                    tls.peer().flatMap(peer -> peer.mailAddresses().stream().findFirst()),
                    tls.channelBindings());
        }
    }
}
