package io.postwerk.net;

import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.IssuedCertificate;
import io.postwerk.trust.Pem;
import io.postwerk.trust.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A CA and its files, for a test. */
final class TestPki {

    final Path directory;
    final CertificateAuthority ca;
    final Path caFile;

    TestPki(Path directory) throws IOException {
        this.directory = directory;
        this.ca = CertificateAuthority.create("Test CA", Clock.systemUTC());
        this.caFile = directory.resolve("ca.crt");
        Pem.writeCertificates(caFile, List.of(ca.certificate()));
    }

    IssuedCertificate issue(String name, String... hosts) throws IOException {
        return ca.issue(
                new CertificateRequest(name, List.of(hosts), Set.of(Usage.SERVER, Usage.CLIENT), Duration.ofDays(1)));
    }

    CertificateFiles files(String name, String... hosts) throws IOException {
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        issue(name, hosts).write(certificate, key);
        return CertificateFiles.of(certificate, key);
    }

    TlsContext server() throws IOException {
        return TlsContext.server(List.of(files("server", "localhost")));
    }

    TlsContext client(String name) throws IOException {
        return TlsContext.client(Optional.of(caFile), Optional.empty(), name);
    }
}
