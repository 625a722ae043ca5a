package io.postwerk.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No connection to the address named in the message: refused, unreachable, no such name, or not within the time. */
public final class ConnectFailedException extends IOException {
    public ConnectFailedException(String message) {
        super(message);
    }

    public ConnectFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
