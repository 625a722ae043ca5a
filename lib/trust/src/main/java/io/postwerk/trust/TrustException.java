package io.postwerk.trust;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A certificate or key that can not be read, made or used. The message names the file, if there is one. */
public final class TrustException extends IOException {
    public TrustException(String message) {
        super(message);
    }

    public TrustException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
