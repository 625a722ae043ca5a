package io.postwerk.sasl;

import io.postwerk.net.TlsInfo;
import java.util.Optional;

/** How a client's connection is protected, as far as it decides which mechanisms can be offered on it. Each includes the one before. */
public enum Protection {
    /** In the clear. */
    NONE,
    /** By TLS that our server ended itself: mechanisms can bind to it. */
    TLS,
    /** And the client showed a certificate with an e-mail address, which has been verified. */
    CERTIFIED;

    /** That of a connection; {@code tls} is what TLS agreed on, if it is on. */
    public static Protection of(Optional<TlsInfo> tls) {
        if (tls.isEmpty()) {
            return NONE;
        }
        return tls.get().peer().map(peer -> !peer.mailAddresses().isEmpty()).orElse(false) ? CERTIFIED : TLS;
    }
}
