package io.postwerk.net;

import java.io.IOException;

/**
 * The protocol: handles one connection from its first octet to its last. Runs on a virtual thread of its own. The edge
 * closes the connection after it. An exception that escapes and tells of the peer ({@link ConnectionClosedException}, {@link
 * DeadlineExceededException}, {@link TlsFailedException}) is logged at debug level; what else escapes, as an error.
 */
@FunctionalInterface
public interface ConnectionHandler {
    void handle(Connection connection) throws IOException;
}
