package io.postwerk.net;

import static io.postwerk.net.Edge.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.trust.IssuedCertificate;
import io.postwerk.trust.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are reloaded when their files change, and only if the new ones can be used. */
@Timeout(60)
class TlsReloadTest {

    @TempDir
    Path directory;

    TestPki pki;
    Path certificate;
    Path key;
    TlsFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        pki = new TestPki(directory);
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        pki.issue("first", "localhost").write(certificate, key);
        files = new TlsFiles(
                List.of(CertificateFiles.of(certificate, key)), Optional.of(pki.caFile), TlsFiles.Trust.CA_FILE);
    }

    @Test
    void aNewPairIsTaken() throws Exception {
        TlsReloader reloader = new TlsReloader(files, Duration.ZERO);
        SSLContext first = reloader.current();
        assertThat(reloader.current()).as("nothing has changed").isSameAs(first);

        pki.issue("second", "localhost").write(certificate, key);

        SSLContext second = reloader.current();
        assertThat(second).isNotSameAs(first);
        assertThat(reloader.current()).isSameAs(second);
    }

    @Test
    void aPairThatDoesNotMatchYetChangesNothing() throws Exception {
        TlsReloader reloader = new TlsReloader(files, Duration.ZERO);
        SSLContext first = reloader.current();
        IssuedCertificate second = pki.issue("second", "localhost");

        Pem.writeKey(key, second.key());
        assertThat(reloader.current()).as("the key alone").isSameAs(first);
        assertThat(reloader.current()).isSameAs(first);

        Pem.writeCertificates(certificate, second.chain());
        assertThat(reloader.current()).as("both").isNotSameAs(first);
    }

    @Test
    void whatIsHalfWrittenOrMissingChangesNothing() throws Exception {
        TlsReloader reloader = new TlsReloader(files, Duration.ZERO);
        SSLContext first = reloader.current();
        String whole = Files.readString(certificate);

        Files.writeString(certificate, whole.substring(0, whole.length() / 2));
        assertThat(reloader.current()).as("half").isSameAs(first);
        Files.writeString(certificate, "");
        assertThat(reloader.current()).as("empty").isSameAs(first);
        Files.delete(certificate);
        assertThat(reloader.current()).as("missing").isSameAs(first);

        Files.writeString(certificate, whole);
        assertThat(reloader.current()).as("whole again").isNotSameAs(first);
    }

    @Test
    void aNewCaIsTaken() throws Exception {
        TlsReloader reloader = new TlsReloader(files, Duration.ZERO);
        SSLContext first = reloader.current();
        TestPki other = new TestPki(Files.createDirectory(directory.resolve("other")));
        Pem.writeCertificates(pki.caFile, List.of(pki.ca.certificate(), other.ca.certificate()));
        assertThat(reloader.current()).isNotSameAs(first);
    }

    @Test
    void theFilesAreNotLookedAtAllTheTime() throws Exception {
        TlsReloader reloader = new TlsReloader(files, Duration.ofHours(1));
        SSLContext first = reloader.current();
        pki.issue("second", "localhost").write(certificate, key);
        assertThat(reloader.current()).isSameAs(first);
    }

    /** As the kubelet updates a Secret: a new folder, and {@code ..data} swapped to it by a rename. */
    @Test
    void aListenerShowsANewCertificateAfterASymbolicLinkWasSwapped() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        swap(mount, "..2026_03_01", "first");
        Files.createSymbolicLink(mount.resolve("tls.crt"), Path.of("..data/tls.crt"));
        Files.createSymbolicLink(mount.resolve("tls.key"), Path.of("..data/tls.key"));
        TlsContext tls =
                TlsContext.server(List.of(CertificateFiles.of(mount.resolve("tls.crt"), mount.resolve("tls.key"))));
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.server.bind(Edge.settings("tls").withImplicitTls(tls), Edge.ECHO);
            assertThat(shownBy(listener)).isEqualTo("CN=first");
            try (Connection open = edge.connect(listener, pki.client("localhost"))) {
                swap(mount, "..2026_03_02", "second");
                BooleanSupplier second = () -> shownBy(listener).equals("CN=second");
                Edge.await("the second certificate is shown", second);

                Edge.say(open, "still here");
                assertThat(Edge.line(open)).isEqualTo("still here");
            }
        }
    }

    private void swap(Path mount, String folder, String name) throws IOException {
        Path target = Files.createDirectory(mount.resolve(folder));
        pki.issue(name, "localhost").write(target.resolve("tls.crt"), target.resolve("tls.key"));
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(folder));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String shownBy(BoundListener listener) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnybody()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", listener.port())) {
                socket.setSoTimeout((int) TIMEOUT.toMillis());
                socket.startHandshake();
                X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return shown.getSubjectX500Principal().getName();
            }
        } catch (java.security.GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
