package io.postwerk.net;

import java.io.IOException;

/**
 * The protocol: handles one connection from its first octet to its last. Runs on a virtual thread of its own. The edge
 * closes the connection after it. An escaping exception that is caused by the peer ({@link ConnectionClosedException},
 * {@link DeadlineExceededException}, {@link TlsFailedException}) is logged at debug level; any other, as an error.
 */
@FunctionalInterface
public interface ConnectionHandler {
    void handle(Connection connection) throws IOException;
}
