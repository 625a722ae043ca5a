package io.postwerk.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The peer closed or reset the connection, or this side closed it. */
public final class ConnectionClosedException extends IOException {
    public ConnectionClosedException(String message) {
        super(message);
    }

    public ConnectionClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
