package io.postwerk.config.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postwerk.config.Bounds;
import java.util.List;

/**
 * Certificates that clients see. The first is used where no server name fits.
 *
 * @param certificates certificates by server name; default is a self-signed one for the server's hostname
 */
public record TlsConfig(@Bounds(min = 1, max = 64) List<Certificate> certificates) {

    /**
     * One certificate. The files are watched: a renewed certificate is used without a restart.
     *
     * @param name name of the certificate, unique in the file
     * @param hosts server names (SNI) for which it is used, in lower-case A-labels; a first label {@code *} stands for any one label
     * @param certificate path of the certificate chain, PEM
     * @param key path of the private key, PEM (PKCS #8)
     */
    public record Certificate(
            @Bounds(min = 1, max = 63) String name,
            @Bounds(min = 1, max = 64, length = 253) List<String> hosts,
            String certificate,
            String key) {}

    /**
     * A program's identity towards the other Postwerk programs: mutual TLS with certificates of one internal CA.
     *
     * @param ca path of the certificate of the internal CA, PEM
     * @param certificate path of this program's certificate, PEM
     * @param key path of this program's private key, PEM (PKCS #8)
     */
    public record Internal(String ca, String certificate, String key) {}

    /** When TLS begins on a listener. */
    public enum Mode {
        /** Never. */
        @JsonProperty("None")
        NONE,
        /** After the client asks for it in the protocol (STARTTLS, STLS). */
        @JsonProperty("StartTLS")
        START_TLS,
        /** Before the first octet of the protocol (RFC 8314 3.3). */
        @JsonProperty("Implicit")
        IMPLICIT
    }
}
