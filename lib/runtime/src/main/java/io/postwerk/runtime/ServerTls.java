package io.postwerk.runtime;

import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** TLS as {@code server.json} has it: of a server's listeners towards clients, and between the programs. */
public final class ServerTls {
    private final Map<String, TlsContext> byListener;

    private ServerTls(Map<String, TlsContext> byListener) {
        this.byListener = byListener;
    }

    /** @throws StartFailedException if a certificate, key or CA cannot be used; names the field */
    public static ServerTls of(TlsConfig tls, List<ListenerConfig> listeners) throws StartFailedException {
        List<CertificateFiles> certificates = tls.certificates().stream()
                .map(certificate -> new CertificateFiles(
                        Path.of(certificate.certificate()), Path.of(certificate.key()), certificate.hosts()))
                .toList();
        try {
            TlsContext shared = TlsContext.server(certificates);
            Map<String, TlsContext> contexts = new HashMap<>();
            for (ListenerConfig listener : listeners) {
                contexts.put(
                        listener.name(),
                        listener.clientCa().isPresent()
                                ? TlsContext.certifiedServer(
                                        certificates,
                                        Path.of(listener.clientCa().get()))
                                : shared);
            }
            return new ServerTls(Map.copyOf(contexts));
        } catch (TlsFailedException e) {
            throw new StartFailedException("server.json: $.tls.certificates or clientCa: " + e.getMessage(), e);
        }
    }

    /** Towards the clients of a listener. */
    public TlsContext clients(ListenerConfig listener) {
        return Objects.requireNonNull(byListener.get(listener.name()));
    }

    /** Towards the clients of a listener after STARTTLS; empty if the listener has none. */
    public Optional<TlsContext> startTls(ListenerConfig listener) {
        return listener.tls() == TlsConfig.Mode.START_TLS ? Optional.of(clients(listener)) : Optional.empty();
    }

    /**
     * For a listener on which other Postwerk programs connect. They have to show a certificate of the internal CA.
     *
     * @throws StartFailedException if a certificate, key or CA cannot be used; names the field
     */
    public static TlsContext fromPrograms(TlsConfig.Internal internal) throws StartFailedException {
        try {
            return TlsContext.mutualServer(certificate(internal), Path.of(internal.ca()));
        } catch (TlsFailedException e) {
            throw unusable(e);
        }
    }

    /**
     * For connections to another Postwerk program, to which a certificate of the internal CA is shown.
     *
     * @param serverName the name that the other program's certificate has to have
     * @throws StartFailedException if a certificate, key or CA cannot be used; names the field
     */
    public static TlsContext toProgram(TlsConfig.Internal internal, String serverName) throws StartFailedException {
        try {
            return TlsContext.client(
                    Optional.of(Path.of(internal.ca())), Optional.of(certificate(internal)), serverName);
        } catch (TlsFailedException e) {
            throw unusable(e);
        }
    }

    private static CertificateFiles certificate(TlsConfig.Internal internal) {
        return CertificateFiles.of(Path.of(internal.certificate()), Path.of(internal.key()));
    }

    private static StartFailedException unusable(TlsFailedException e) {
        return new StartFailedException("server.json: $.internalTls: " + e.getMessage(), e);
    }
}
