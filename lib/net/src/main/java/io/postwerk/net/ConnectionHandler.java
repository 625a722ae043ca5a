package io.postwerk.net;

import java.io.IOException;

/**
 * The protocol: handles one connection from its first octet to its last. Runs on a virtual thread of its own. The edge
 * closes the connection after it. A {@link ConnectionClosedException} or {@link TlsFailedException} that escapes is the
 * peer's business and is logged at debug level; what else escapes is logged as an error.
 */
@FunctionalInterface
public interface ConnectionHandler {
    void handle(Connection connection) throws IOException;
}
