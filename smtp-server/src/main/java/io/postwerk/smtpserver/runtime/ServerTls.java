package io.postwerk.smtpserver.runtime;

import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.runtime.StartFailedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two ways in which smtp-server speaks TLS.
 *
 * @param byListener towards those who bring mail, by the name of the listener
 * @param mailboxes towards imap-server, to which it shows a certificate of the internal CA
 */
record ServerTls(Map<String, TlsContext> byListener, TlsContext mailboxes) {
    /** @throws StartFailedException if a certificate, key or CA cannot be used; names the field */
    static ServerTls of(SmtpServerConfig config) throws StartFailedException {
        return new ServerTls(clients(config), mailboxes(config));
    }

    private static Map<String, TlsContext> clients(SmtpServerConfig config) throws StartFailedException {
        List<CertificateFiles> certificates =
                config.tls().certificates().stream().map(ServerTls::files).toList();
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

    private static TlsContext mailboxes(SmtpServerConfig config) throws StartFailedException {
        TlsConfig.Internal internal = config.internalTls();
        try {
            return TlsContext.client(
                    Optional.of(Path.of(internal.ca())),
                    Optional.of(CertificateFiles.of(Path.of(internal.certificate()), Path.of(internal.key()))),
                    config.mailboxDelivery().serverName());
        } catch (TlsFailedException e) {
            throw new StartFailedException("server.json: $.internalTls: " + e.getMessage(), e);
        }
    }

    private static CertificateFiles files(TlsConfig.Certificate certificate) {
        return new CertificateFiles(
                Path.of(certificate.certificate()), Path.of(certificate.key()), certificate.hosts());
    }
}
