package io.postwerk.net;

import static io.postwerk.net.Edge.ECHO;
import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.trust.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Implicit TLS: versions (RFC 8996), names (RFC 9525 6.3), channel bindings (RFC 9266 2, RFC 5929 4). */
@Timeout(60)
class TlsTest {

    @TempDir
    Path directory;

    TestPki pki;

    @BeforeEach
    void makeCa() throws IOException {
        pki = new TestPki(directory);
    }

    @Test
    void bothSidesKnowWhatWasAgreedOn() throws Exception {
        BlockingQueue<TlsInfo> infos = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, pki.server(), connection -> {
                infos.add(connection.tls().orElseThrow());
                ECHO.handle(connection);
            });
            try (Connection client = edge.connect(listener, pki.client("localhost"))) {
                say(client, "hello");
                assertThat(line(client)).isEqualTo("hello");
                TlsInfo ours = client.tls().orElseThrow();
                TlsInfo theirs = infos.poll(10, TimeUnit.SECONDS);

                assertThat(ours.protocol()).isEqualTo("TLSv1.3");
                assertThat(ours.cipherSuite()).startsWith("TLS_AES_").isEqualTo(theirs.cipherSuite());
                assertThat(ours.peer().orElseThrow().names()).containsExactly("localhost");
                assertThat(ours.peer().orElseThrow().subject()).isEqualTo("CN=server");
                assertThat(theirs.serverName()).contains("localhost");
                assertThat(theirs.peer()).isEmpty();
                assertSameBindings(ours, theirs);
                X509Certificate certificate =
                        Pem.readCertificates(directory.resolve("server.crt")).getFirst();
                assertThat(ours.channelBinding(TlsInfo.TLS_SERVER_END_POINT))
                        .hasValue(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            }
        }
    }

    @Test
    void channelBindingsExistInResumedSessionsToo() throws Exception {
        BlockingQueue<TlsInfo> infos = new ArrayBlockingQueue<>(3);
        TlsContext context = pki.client("localhost");
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, pki.server(), connection -> {
                infos.add(connection.tls().orElseThrow());
                ECHO.handle(connection);
            });
            for (int i = 0; i < 3; i++) {
                try (Connection client = edge.connect(listener, context)) {
                    say(client, "hello");
                    line(client);
                    assertSameBindings(client.tls().orElseThrow(), infos.poll(10, TimeUnit.SECONDS));
                }
            }
        }
    }

    private static void assertSameBindings(TlsInfo one, TlsInfo other) {
        for (String type : List.of(TlsInfo.TLS_EXPORTER, TlsInfo.TLS_SERVER_END_POINT)) {
            assertThat(one.channelBinding(type)).isPresent();
            assertThat(one.channelBinding(type).get())
                    .hasSize(32)
                    .isEqualTo(other.channelBinding(type).orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void oldVersionsAreRefused(String version) throws Exception {
        try (Edge edge = new Edge();
                SSLSocket socket = rawSocket(listen(edge, pki.server(), ECHO), version)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    /** RFC 9266 4.2: TLS 1.2 has it too, with the extended master secret. */
    @Test
    void tls12HasChannelBindingsToo() throws Exception {
        BlockingQueue<TlsInfo> infos = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge();
                SSLSocket socket = rawSocket(
                        listen(
                                edge,
                                pki.server(),
                                connection -> infos.add(connection.tls().orElseThrow())),
                        "TLSv1.2")) {
            socket.startHandshake();
            TlsInfo info = infos.poll(10, TimeUnit.SECONDS);
            assertThat(info.protocol()).isEqualTo("TLSv1.2");
            byte[] exported = ((javax.net.ssl.ExtendedSSLSession) socket.getSession())
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
            assertThat(info.channelBinding(TlsInfo.TLS_EXPORTER)).hasValue(exported);
        }
    }

    /** RFC 9325 4.2. */
    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"})
    void weakCipherSuitesAreRefused(String suite) throws Exception {
        try (Edge edge = new Edge();
                SSLSocket socket = rawSocket(listen(edge, pki.server(), ECHO), "TLSv1.2")) {
            socket.setEnabledCipherSuites(new String[] {suite});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    /** RFC 9325 4.2. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, TLS_ECDHE_", "TLSv1.3, TLS_AES_"})
    void versions12And13AreTaken(String version, String suite) throws Exception {
        try (Edge edge = new Edge();
                SSLSocket socket = rawSocket(listen(edge, pki.server(), ECHO), version)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getSession().getCipherSuite()).startsWith(suite).doesNotContain("CBC");
        }
    }

    /** RFC 7457 2.9. */
    @Test
    void aClientCanNotBeginAnotherHandshake() throws Exception {
        try (Edge edge = new Edge();
                SSLSocket socket = rawSocket(listen(edge, pki.server(), ECHO), "TLSv1.2")) {
            socket.startHandshake();
            socket.getOutputStream().write("hello\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(7)).hasSize(7);
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream()
                                .write("again\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("handshake_failure");
        }
    }

    @Test
    void anotherNameIsRefusedByTheClient() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, pki.server(), ECHO);
            assertThatThrownBy(() -> edge.connect(listener, pki.client("mx.example.org")))
                    .isInstanceOf(TlsFailedException.class)
                    .hasMessageContaining("mx.example.org");
        }
    }

    @Test
    void anIpAddressMayBeTheExpectedName() throws Exception {
        TlsContext server = TlsContext.server(List.of(pki.files("server", "127.0.0.1", "::1")));
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, server, ECHO);
            try (Connection client = edge.connect(listener, pki.client("127.0.0.1"))) {
                say(client, "hello");
                assertThat(line(client)).isEqualTo("hello");
            }
            edge.connect(listener, pki.client("::1")).close();
            assertThatThrownBy(() -> edge.connect(listener, pki.client("127.0.0.2")))
                    .isInstanceOf(TlsFailedException.class);
        }
    }

    @Test
    void aForeignCaIsRefusedByTheClientUnlessItVerifiesNothing() throws Exception {
        TestPki other = new TestPki(Files.createDirectory(directory.resolve("other")));
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, pki.server(), ECHO);
            assertThatThrownBy(() -> edge.connect(listener, other.client("localhost")))
                    .isInstanceOf(TlsFailedException.class);
            assertThatThrownBy(() ->
                            edge.connect(listener, TlsContext.client(Optional.empty(), Optional.empty(), "localhost")))
                    .as("the JDK's list")
                    .isInstanceOf(TlsFailedException.class);
            try (Connection client = edge.connect(listener, TlsContext.opportunisticClient("localhost"))) {
                say(client, "hello");
                assertThat(line(client)).isEqualTo("hello");
                assertThat(client.tls().orElseThrow().peer()).as("not verified").isEmpty();
            }
        }
    }

    /** RFC 6066 3. */
    @ParameterizedTest
    @CsvSource({
        "a.example.org, CN=a",
        "A.EXAMPLE.ORG, CN=a",
        "x.b.example.org, CN=b",
        "given.example.org, CN=c",
        "unknown.example.org, CN=a",
    })
    void theServerShowsTheCertificateForTheNameAskedFor(String asked, String subject) throws Exception {
        CertificateFiles third = pki.files("c", "c.example.org");
        TlsContext server = TlsContext.server(List.of(
                pki.files("a", "a.example.org"),
                pki.files("b", "*.b.example.org"),
                new CertificateFiles(third.certificate(), third.key(), List.of("given.example.org"))));
        try (Edge edge = new Edge();
                SSLSocket socket = rawSocket(listen(edge, server, ECHO), "TLSv1.3")) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new javax.net.ssl.SNIHostName(asked)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo(subject);
        }
    }

    @Test
    void aPeerThatDoesNotSpeakTlsIsLetGo() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, pki.server(), ECHO);
            try (var socket = Edge.socket(listener)) {
                socket.getOutputStream().write("EHLO client\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readAllBytes().length).isLessThan(20); // At most an alert.
            }
            Edge.await("it is closed", () -> listener.openConnections() == 0);
        }
    }

    @Test
    void aPeerThatSaysNothingIsLetGo() throws Exception {
        NetSettings settings = NetSettings.defaults().withHandshakeTimeout(Duration.ofMillis(50));
        try (Edge edge = new Edge(settings)) {
            BoundListener listener = listen(edge, pki.server(), ECHO);
            try (var socket = Edge.socket(listener)) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aPeerThatGoesAwayInTheHandshakeIsLetGo() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, pki.server(), ECHO);
            try (var socket = Edge.socket(listener)) {
                Edge.await("it is taken", () -> listener.openConnections() == 1);
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            Edge.await("it is closed", () -> listener.openConnections() == 0);
        }
    }

    @Test
    void filesThatCanNotBeUsedAreNamed() throws Exception {
        CertificateFiles files = pki.files("server", "localhost");
        CertificateFiles others = pki.files("other", "localhost");
        Path missing = directory.resolve("missing.crt");
        assertThatThrownBy(() -> TlsContext.server(List.of(CertificateFiles.of(missing, files.key()))))
                .isInstanceOf(TlsFailedException.class)
                .hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> TlsContext.server(List.of(CertificateFiles.of(files.certificate(), others.key()))))
                .isInstanceOf(TlsFailedException.class)
                .hasMessageContaining("other.key")
                .hasMessageContaining("server.crt");
        assertThatThrownBy(() -> TlsContext.server(List.of())).isInstanceOf(TlsFailedException.class);
        assertThatThrownBy(() -> TlsContext.mutualServer(files, missing)).isInstanceOf(TlsFailedException.class);
    }

    private static BoundListener listen(Edge edge, TlsContext tls, ConnectionHandler handler) throws IOException {
        return edge.server.bind(Edge.settings("tls").withImplicitTls(tls), handler);
    }

    private static SSLSocket rawSocket(BoundListener listener, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAnybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", listener.port());
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        try {
            socket.setEnabledProtocols(new String[] {version});
        } catch (IllegalArgumentException e) {
            throw new SSLException(e);
        }
        return socket;
    }
}
