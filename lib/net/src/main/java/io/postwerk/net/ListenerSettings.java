package io.postwerk.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A listener: a name, its addresses and what holds for connections to them.
 *
 * @param name for messages, threads and gauges
 * @param addresses at least one
 * @param implicitTls TLS from the first octet on; the handler is called after the handshake
 * @param maxConnections open at once on this listener; the edge's total limit holds as well
 * @param busyReply sent, in the clear, to a connection that a limit refuses before it is closed. Empty, and with implicit TLS, it is just closed.
 */
public record ListenerSettings(
        String name,
        List<BindAddress> addresses,
        Optional<TlsContext> implicitTls,
        int maxConnections,
        Optional<BusyReply> busyReply) {

    public ListenerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("listener \"" + name + "\" has no address");
        }
    }

    /** A listener in the clear (STARTTLS may come later), with no limit of its own and no busy reply. */
    public static ListenerSettings of(String name, List<BindAddress> addresses) {
        return new ListenerSettings(name, addresses, Optional.empty(), Integer.MAX_VALUE, Optional.empty());
    }

    public static ListenerSettings of(String name, InetSocketAddress address) {
        return of(name, List.of(new BindAddress.Tcp(address)));
    }

    public ListenerSettings withImplicitTls(TlsContext context) {
        return new ListenerSettings(name, addresses, Optional.of(context), maxConnections, busyReply);
    }

    public ListenerSettings withMaxConnections(int connections) {
        return new ListenerSettings(name, addresses, implicitTls, connections, busyReply);
    }

    /** The words of a protocol for a connection that a limit refuses: an SMTP 421 with its CRLF, an IMAP BYE. */
    @FunctionalInterface
    public interface BusyReply {
        String to(ConnectionLimits.Limit limit);
    }

    public ListenerSettings withBusyReply(String reply) {
        return withBusyReply(limit -> reply);
    }

    public ListenerSettings withBusyReply(BusyReply reply) {
        return new ListenerSettings(name, addresses, implicitTls, maxConnections, Optional.of(reply));
    }
}
