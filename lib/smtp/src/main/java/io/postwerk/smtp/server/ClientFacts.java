package io.postwerk.smtp.server;

import io.postwerk.net.TlsInfo;
import io.postwerk.smtp.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * What is known of a client when it connects.
 *
 * @param sessionId names the session in logs
 * @param listener the listener's name in the configuration
 * @param remote the client's end
 * @param local our end
 * @param tls the TLS session of a listener that begins with TLS
 */
public record ClientFacts(
        String sessionId,
        String listener,
        Protocol protocol,
        SocketAddress remote,
        SocketAddress local,
        Optional<TlsInfo> tls) {

    /** The client's IP address; empty on a Unix domain socket. */
    public Optional<InetAddress> address() {
        return remote instanceof InetSocketAddress inet ? Optional.ofNullable(inet.getAddress()) : Optional.empty();
    }
}
