package io.postwerk.net;

import java.io.IOException;

/** The peer closed or reset the connection, or this side closed it. */
public final class ConnectionClosedException extends IOException {
    public ConnectionClosedException(String message) {
        super(message);
    }

    public ConnectionClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
