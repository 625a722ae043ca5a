package io.postwerk.testkit;

import io.postwerk.net.CertificateFiles;
import io.postwerk.net.TlsContext;
import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A CA for tests, in a directory of its own, and what tests want from it: certificate files and ready TLS contexts. */
public final class TestCertificates {

    private static final Duration VALIDITY = Duration.ofDays(30);

    private final Path directory;
    private final CertificateAuthority ca;

    private TestCertificates(Path directory, CertificateAuthority ca) {
        this.directory = directory;
        this.ca = ca;
    }

    /** The CA of a directory, mostly a JUnit {@code @TempDir}; made if it is not there. */
    public static TestCertificates in(Path directory) throws IOException {
        return new TestCertificates(
                directory, CertificateAuthority.loadOrCreate(directory, "Postwerk test CA", Clock.systemUTC()));
    }

    public CertificateAuthority ca() {
        return ca;
    }

    /** The PEM file with the CA's certificate. */
    public Path caFile() {
        return directory.resolve(CertificateAuthority.CERTIFICATE_FILE);
    }

    /** A certificate for hosts, good for servers and clients, in {@code NAME.crt} and {@code NAME.key}. Kept if it is there. */
    public CertificateFiles files(String name, String... hosts) throws IOException {
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        ca.keep(
                certificate,
                key,
                new CertificateRequest(name, List.of(hosts), Set.of(Usage.SERVER, Usage.CLIENT), VALIDITY));
        return CertificateFiles.of(certificate, key);
    }

    /** A server for {@code localhost}, 127.0.0.1 and ::1. */
    public TlsContext server() throws IOException {
        return TlsContext.server(List.of(localhost()));
    }

    /** A server for {@code localhost} that wants a client certificate of this CA. */
    public TlsContext mutualServer() throws IOException {
        return TlsContext.mutualServer(localhost(), caFile());
    }

    /** A client without a certificate that trusts this CA and expects {@code localhost}. */
    public TlsContext client() throws IOException {
        return TlsContext.client(Optional.of(caFile()), Optional.empty(), "localhost");
    }

    /** A client with a certificate of this CA that expects {@code localhost}. */
    public TlsContext mutualClient() throws IOException {
        return TlsContext.client(Optional.of(caFile()), Optional.of(files("client")), "localhost");
    }

    private CertificateFiles localhost() throws IOException {
        return files("localhost", "localhost", "127.0.0.1", "::1");
    }
}
