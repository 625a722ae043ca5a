package io.postwerk.net;

import io.postwerk.trust.HostNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * A TLS configuration: a role, certificates and trusted CAs. TLS 1.2 and 1.3 only (RFC 8996). May be shared by any
 * number of connections, which then resume each other's TLS sessions.
 *
 * <p>Its files are looked at again, at most once a second, when a handshake begins; when they have changed, in place or by
 * Kubernetes' swap of a symbolic link, the new ones are used from then on. What can not be used (half written, or a key
 * that does not belong to its certificate) is logged and changes nothing.
 */
public final class TlsContext {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    static {
        // RFC 7457 2.9: by renegotiation a TLS 1.2 client can make a server do handshakes without limit. The JDK
        // reads this property once.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private enum Role {
        SERVER,
        CERTIFIED_SERVER,
        MUTUAL_SERVER,
        CLIENT,
        OPPORTUNISTIC_CLIENT
    }

    private final Role role;
    private final TlsReloader reloader;
    private final Optional<String> serverName;

    private TlsContext(Role role, TlsFiles files, Optional<String> serverName) throws TlsFailedException {
        this.role = role;
        this.reloader = new TlsReloader(files, LOOK_AGAIN);
        this.serverName = serverName;
    }

    /**
     * A server that shows one of some certificates: the first whose names match the name that the client asks for,
     * otherwise the first.
     *
     * @throws TlsFailedException if the files can not be used
     */
    public static TlsContext server(List<CertificateFiles> certificates) throws TlsFailedException {
        if (certificates.isEmpty()) {
            throw new TlsFailedException("a TLS server needs a certificate");
        }
        TlsFiles files = new TlsFiles(certificates, Optional.empty(), TlsFiles.Trust.CA_FILE);
        return new TlsContext(Role.SERVER, files, Optional.empty());
    }

    /**
     * A server that also asks its clients for a certificate. One that has none is served all the same; one with a certificate that
     * is not of the given CA is not.
     *
     * @param clientCa PEM file with the CA's certificates
     * @throws TlsFailedException if the files can not be used
     */
    public static TlsContext certifiedServer(List<CertificateFiles> certificates, Path clientCa)
            throws TlsFailedException {
        TlsFiles files = new TlsFiles(certificates, Optional.of(clientCa), TlsFiles.Trust.CA_FILE);
        return new TlsContext(Role.CERTIFIED_SERVER, files, Optional.empty());
    }

    /**
     * A server for our own programs: refuses clients without a certificate of the given CA.
     *
     * @param clientCa PEM file with the CA's certificates
     * @throws TlsFailedException if the files can not be used
     */
    public static TlsContext mutualServer(CertificateFiles certificate, Path clientCa) throws TlsFailedException {
        TlsFiles files = new TlsFiles(List.of(certificate), Optional.of(clientCa), TlsFiles.Trust.CA_FILE);
        return new TlsContext(Role.MUTUAL_SERVER, files, Optional.empty());
    }

    /**
     * A client that trusts the given CA only, and the server only by its expected name (RFC 9525).
     *
     * @param ca PEM file with the CA's certificates; empty trusts what the JDK trusts
     * @param own the client's own certificate, shown when the server asks for one
     * @param serverName the DNS name or IP address that must be in the server's certificate
     * @throws TlsFailedException if the files can not be used
     */
    public static TlsContext client(Optional<Path> ca, Optional<CertificateFiles> own, String serverName)
            throws TlsFailedException {
        TlsFiles.Trust trust = ca.isPresent() ? TlsFiles.Trust.CA_FILE : TlsFiles.Trust.JDK;
        TlsFiles files = new TlsFiles(own.stream().toList(), ca, trust);
        return new TlsContext(Role.CLIENT, files, Optional.of(HostNames.canonical(serverName)));
    }

    /**
     * A client that encrypts but verifies nothing (RFC 7435): against listeners only, not against an active attacker.
     *
     * @param serverName to ask for with SNI
     */
    public static TlsContext opportunisticClient(String serverName) throws TlsFailedException {
        TlsFiles files = new TlsFiles(List.of(), Optional.empty(), TlsFiles.Trust.ANYBODY);
        return new TlsContext(Role.OPPORTUNISTIC_CLIENT, files, Optional.of(HostNames.canonical(serverName)));
    }

    boolean isServer() {
        return switch (role) {
            case SERVER, CERTIFIED_SERVER, MUTUAL_SERVER -> true;
            case CLIENT, OPPORTUNISTIC_CLIENT -> false;
        };
    }

    /** Whether a peer's certificate, where there is one, has been verified once a handshake succeeds. */
    boolean verifiesPeer() {
        return role != Role.OPPORTUNISTIC_CLIENT;
    }

    /** An engine for one handshake. May read files: call it on a session's thread. */
    SSLEngine newEngine(int peerPort) {
        SSLContext context = reloader.current();
        // The expected name, not the address: the session cache and the name check go by it.
        SSLEngine engine = serverName.isPresent()
                ? context.createSSLEngine(serverName.get(), peerPort)
                : context.createSSLEngine();
        engine.setUseClientMode(!isServer());
        engine.setSSLParameters(parameters(engine.getSSLParameters()));
        return engine;
    }

    private SSLParameters parameters(SSLParameters parameters) {
        parameters.setProtocols(PROTOCOLS);
        switch (role) {
            case SERVER, CERTIFIED_SERVER, MUTUAL_SERVER -> {
                parameters.setCipherSuites(strong(parameters.getCipherSuites()));
                parameters.setUseCipherSuitesOrder(true);
                // RFC 8446 4.3.2; the setters undo each other
                if (role == Role.CERTIFIED_SERVER) {
                    parameters.setWantClientAuth(true);
                } else {
                    parameters.setNeedClientAuth(role == Role.MUTUAL_SERVER);
                }
            }
            case CLIENT -> {
                parameters.setCipherSuites(strong(parameters.getCipherSuites()));
                parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9525 6
            }
            case OPPORTUNISTIC_CLIENT -> {
                // Any cipher suite of the JDK: weak encryption is better than none (RFC 7435 3).
            }
        }
        // RFC 6066 3: literal addresses are not permitted.
        serverName
                .filter(name -> !HostNames.isAddress(name))
                .ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        return parameters;
    }

    /** RFC 9325 4.2: forward secrecy and authenticated encryption only. */
    private static String[] strong(String[] suites) {
        return Arrays.stream(suites)
                .filter(suite -> suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_") && !suite.contains("_CBC_"))
                .toArray(String[]::new);
    }
}
