package io.postwerk.net;

import static io.postwerk.net.Edge.ECHO;
import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.trust.CertificateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listeners for our own programs: both sides show a certificate of the internal CA (RFC 8446 4.3.2). */
@Timeout(60)
class MutualTlsTest {

    @TempDir
    Path directory;

    TestPki pki;
    TlsContext server;

    @BeforeEach
    void makeCa() throws IOException {
        pki = new TestPki(directory);
        server = TlsContext.mutualServer(pki.files("imap-server", "localhost"), pki.caFile);
    }

    @Test
    void aClientOfTheSameCaIsKnownByItsNames() throws Exception {
        BlockingQueue<TlsInfo> infos = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, connection -> {
                infos.add(connection.tls().orElseThrow());
                ECHO.handle(connection);
            });
            TlsContext client =
                    client(pki.caFile, Optional.of(pki.files("smtp-server", "smtp-server.postwerk.internal")));
            try (Connection connection = edge.connect(listener, client)) {
                say(connection, "LHLO x");
                assertThat(line(connection)).isEqualTo("LHLO x");
                TlsInfo.PeerCertificate peer =
                        infos.poll(10, TimeUnit.SECONDS).peer().orElseThrow();
                assertThat(peer.subject()).isEqualTo("CN=smtp-server");
                assertThat(peer.names()).containsExactly("smtp-server.postwerk.internal");
            }
        }
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws Exception {
        assertRefused(client(pki.caFile, Optional.empty()));
    }

    @Test
    void aClientOfAForeignCaIsRefused() throws Exception {
        TestPki foreign = new TestPki(Files.createDirectory(directory.resolve("foreign")));
        assertRefused(client(pki.caFile, Optional.of(foreign.files("smtp-server"))));
    }

    @Test
    void aCertificateThatIsForServersOnlyIsNoClients() throws Exception {
        Path certificate = directory.resolve("web.crt");
        Path key = directory.resolve("web.key");
        pki.ca
                .issue(CertificateRequest.server("web", List.of("localhost"), Duration.ofDays(1)))
                .write(certificate, key);
        assertRefused(client(pki.caFile, Optional.of(CertificateFiles.of(certificate, key))));
    }

    /** A certificate that was valid when a TLS session began may have expired when it is resumed. */
    @Test
    void aCertificateIsInForceBetweenItsDates() throws Exception {
        X509Certificate certificate = pki.issue("client").chain().getFirst();
        Instant from = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        assertThat(TlsInfos.isInForce(certificate, from)).isTrue();
        assertThat(TlsInfos.isInForce(certificate, end)).isTrue();
        assertThat(TlsInfos.isInForce(certificate, from.minusMillis(1))).isFalse();
        assertThat(TlsInfos.isInForce(certificate, end.plusMillis(1))).isFalse();
    }

    private void assertRefused(TlsContext client) throws IOException {
        AtomicInteger sessions = new AtomicInteger();
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, connection -> sessions.incrementAndGet());
            // In TLS 1.3 the client is done before the server has seen its certificate: it is told by its next read.
            assertThatThrownBy(() -> {
                        try (Connection connection = edge.connect(listener, client)) {
                            say(connection, "LHLO x");
                            connection.readLine(100, TIMEOUT);
                        }
                    })
                    .isInstanceOfAny(TlsFailedException.class, ConnectionClosedException.class);
            Edge.await("it is closed", () -> listener.openConnections() == 0);
            assertThat(sessions).as("sessions that were begun").hasValue(0);
        }
    }

    private BoundListener listen(Edge edge, ConnectionHandler handler) throws IOException {
        return edge.server.bind(Edge.settings("lmtp").withImplicitTls(server), handler);
    }

    private static TlsContext client(Path ca, Optional<CertificateFiles> own) throws IOException {
        return TlsContext.client(Optional.of(ca), own, "localhost");
    }
}
