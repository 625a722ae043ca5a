package io.postwerk.smtp.server;

import io.postwerk.net.TlsInfo;
import io.postwerk.smtp.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

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

    // Crockford's base 32: no I, L, O, U
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** A new name for a session: 16 characters, nine of time and seven of chance, so that names sort by time. */
    static String newSessionId() {
        char[] id = new char[16];
        digits(id, 0, 9, System.currentTimeMillis());
        digits(id, 9, 16, ThreadLocalRandom.current().nextLong());
        return new String(id);
    }

    private static void digits(char[] id, int from, int to, long value) {
        long left = value;
        for (int i = to - 1; i >= from; i--) {
            id[i] = DIGITS.charAt((int) (left & 31));
            left >>>= 5;
        }
    }

    /** The client's IP address; empty on a Unix domain socket. */
    public Optional<InetAddress> address() {
        return remote instanceof InetSocketAddress inet ? Optional.ofNullable(inet.getAddress()) : Optional.empty();
    }
}
