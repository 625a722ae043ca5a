package io.postwerk.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Makes connections to others. One for a whole program is enough. */
public final class NetClient implements AutoCloseable {

    private NetClient() {}

    public static NetClient create(NetSettings settings) {
        return new NetClient();
    }

    /**
     * Connects by TCP. An unresolved address is looked up, and its addresses are tried in order.
     *
     * @param timeout for all of it, the TLS handshake included
     * @param implicitTls TLS from the first octet on
     * @throws ConnectFailedException naming the address
     * @throws TlsFailedException if the handshake fails
     */
    public Connection connect(InetSocketAddress address, Duration timeout, Optional<TlsContext> implicitTls)
            throws IOException {
        throw new ConnectFailedException("can not connect to " + address);
    }

    /**
     * Connects to a Unix domain socket.
     *
     * @throws ConnectFailedException naming the path
     */
    public Connection connectUnix(Path path, Duration timeout) throws IOException {
        throw new ConnectFailedException("can not connect to " + path);
    }

    /** Closes the connections that are still open, and ends the event loops. */
    @Override
    public void close() {}
}
