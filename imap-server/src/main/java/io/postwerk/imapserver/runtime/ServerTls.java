package io.postwerk.imapserver.runtime;

import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.runtime.StartFailedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The two ways in which imap-server speaks TLS.
 *
 * @param byListener towards mail readers, by the name of the listener
 * @param programs towards the other Postwerk programs, which have to show a certificate of the internal CA
 */
record ServerTls(Map<String, TlsContext> byListener, TlsContext programs) {
    /** @throws StartFailedException if a certificate, key or CA cannot be used; names the field */
    static ServerTls of(ImapServerConfig config) throws StartFailedException {
        return new ServerTls(clients(config), programs(config.internalTls()));
    }

    private static Map<String, TlsContext> clients(ImapServerConfig config) throws StartFailedException {
        List<CertificateFiles> certificates = config.tls().certificates().stream()
                .map(certificate -> new CertificateFiles(
                        Path.of(certificate.certificate()), Path.of(certificate.key()), certificate.hosts()))
                .toList();
        try {
            TlsContext shared = TlsContext.server(certificates);
            Map<String, TlsContext> contexts = new HashMap<>();
            for (ListenerConfig listener : config.listeners()) {
                contexts.put(
                        listener.name(),
                        listener.clientCa().isPresent()
                                ? TlsContext.certifiedServer(
                                        certificates,
                                        Path.of(listener.clientCa().get()))
                                : shared);
            }
            return Map.copyOf(contexts);
        } catch (TlsFailedException e) {
            throw new StartFailedException("server.json: $.tls.certificates or clientCa: " + e.getMessage(), e);
        }
    }

    /** Towards the clients of a listener. */
    TlsContext clients(ListenerConfig listener) {
        return byListener.get(listener.name());
    }

    private static TlsContext programs(TlsConfig.Internal internal) throws StartFailedException {
        try {
            return TlsContext.mutualServer(
                    CertificateFiles.of(Path.of(internal.certificate()), Path.of(internal.key())),
                    Path.of(internal.ca()));
        } catch (TlsFailedException e) {
            throw new StartFailedException("server.json: $.internalTls: " + e.getMessage(), e);
        }
    }
}
