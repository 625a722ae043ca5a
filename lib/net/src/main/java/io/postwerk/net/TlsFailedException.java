package io.postwerk.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** TLS could not be set up: no common version or cipher, a certificate that is not trusted or not there, a wrong name. Also: certificate files that can not be used, named in the message. */
public final class TlsFailedException extends IOException {
    public TlsFailedException(String message) {
        super(message);
    }

    public TlsFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
