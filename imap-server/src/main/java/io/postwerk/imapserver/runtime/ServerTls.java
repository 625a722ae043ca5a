package io.postwerk.imapserver.runtime;

import io.postwerk.config.ImapServerConfig;
import io.postwerk.config.InternalTlsConfig;
import io.postwerk.net.CertificateFiles;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.runtime.StartFailedException;
import java.nio.file.Path;

/**
 * The two ways in which imap-server speaks TLS.
 *
 * @param clients towards mail readers
 * @param programs towards the other Postwerk programs, which have to show a certificate of the internal CA
 */
record ServerTls(TlsContext clients, TlsContext programs) {
    /** @throws StartFailedException if a certificate, key or CA cannot be used; names the field */
    static ServerTls of(ImapServerConfig config) throws StartFailedException {
        return new ServerTls(clients(config), programs(config.internalTls()));
    }

    private static TlsContext clients(ImapServerConfig config) throws StartFailedException {
        try {
            return TlsContext.server(config.tls().certificates().stream()
                    .map(certificate -> new CertificateFiles(
                            Path.of(certificate.certificate()), Path.of(certificate.key()), certificate.hosts()))
                    .toList());
        } catch (TlsFailedException e) {
            throw new StartFailedException("server.json: $.tls.certificates: " + e.getMessage(), e);
        }
    }

    private static TlsContext programs(InternalTlsConfig internal) throws StartFailedException {
        try {
            return TlsContext.mutualServer(
                    CertificateFiles.of(Path.of(internal.certificate()), Path.of(internal.key())),
                    Path.of(internal.ca()));
        } catch (TlsFailedException e) {
            throw new StartFailedException("server.json: $.internalTls: " + e.getMessage(), e);
        }
    }
}
