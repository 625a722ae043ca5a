package io.postwerk.net;

import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STARTTLS: RFC 3207 4.2, RFC 2595 2.2, and what must not be smuggled through it. */
@Timeout(60)
class StartTlsTest {

    @TempDir
    Path directory;

    TestPki pki;
    final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeCa() throws IOException {
        pki = new TestPki(directory);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionGoesOverToTls(boolean nativeTransport) throws Exception {
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport));
                Connection client = edge.connect(edge.listen(session()))) {
            say(client, "NOOP");
            assertThat(line(client)).isEqualTo("250 clear NOOP");
            say(client, "STARTTLS");
            assertThat(line(client)).isEqualTo("220 go ahead");
            client.startTls(pki.client("localhost"), TIMEOUT);
            assertThat(client.tls()).isPresent();
            say(client, "NOOP");
            assertThat(line(client)).isEqualTo("250 secure NOOP");
        }
    }

    /** CVE-2011-0411: a command that is sent with STARTTLS in one segment must not be read as if it came through TLS. */
    @Test
    void whatFollowsStartTlsInTheClearIsDropped() throws Exception {
        try (Edge edge = new Edge();
                Socket plain = Edge.socket(edge.listen(session()))) {
            plain.getOutputStream().write(octets("STARTTLS\r\nRSET\r\nMAIL FROM:<evil@example.org>\r\n"));
            assertThat(rawLine(plain.getInputStream())).isEqualTo("220 go ahead");
            try (SSLSocket secure = overTls(plain)) {
                secure.getOutputStream().write(octets("NOOP\r\n"));
                assertThat(rawLine(secure.getInputStream())).isEqualTo("250 secure NOOP");
            }
            assertThat(heard).containsExactly("STARTTLS", "NOOP");
        }
    }

    /** What arrives in the clear after the go-ahead is no TLS record: the handshake fails, and nothing of it is heard. */
    @Test
    void whatFollowsTheGoAheadInTheClearIsNeverHeard() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(session());
            try (Socket plain = Edge.socket(listener)) {
                plain.getOutputStream().write(octets("STARTTLS\r\n"));
                assertThat(rawLine(plain.getInputStream())).isEqualTo("220 go ahead");
                plain.getOutputStream().write(octets("MAIL FROM:<evil@example.org>\r\n"));
                plain.getInputStream().readAllBytes();
            }
            Edge.await("it is closed", () -> listener.openConnections() == 0);
            assertThat(heard).containsExactly("STARTTLS");
        }
    }

    /** The same attack on a client: a reply that a man in the middle adds to the go-ahead. */
    @Test
    void whatFollowsTheGoAheadInTheClearIsDroppedByTheClient() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                line(connection);
                connection.write("220 go ahead\r\n250 injected\r\n");
                connection.startTls(pki.server(), TIMEOUT);
                line(connection);
                say(connection, "250 genuine");
                connection.await(TIMEOUT);
            });
            try (Connection client = edge.connect(listener)) {
                say(client, "STARTTLS");
                assertThat(line(client)).isEqualTo("220 go ahead");
                Edge.await("the injected reply is there", client::hasInput);
                client.startTls(pki.client("localhost"), TIMEOUT);
                assertThat(client.hasInput()).isFalse();
                say(client, "NOOP");
                assertThat(line(client)).isEqualTo("250 genuine");
            }
        }
    }

    @Test
    void aServerMustNotFlushItsGoAheadItself() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                line(connection);
                connection.write("220 go ahead\r\n");
                connection.flush();
                try {
                    connection.startTls(pki.server(), TIMEOUT);
                } catch (IllegalStateException e) {
                    say(connection, "454 not so");
                }
            });
            try (Connection client = edge.connect(listener)) {
                say(client, "STARTTLS");
                assertThat(line(client)).isEqualTo("220 go ahead");
                assertThat(line(client)).isEqualTo("454 not so");
            }
        }
    }

    @Test
    void tlsWithinTlsIsRefused() throws Exception {
        try (Edge edge = new Edge();
                Connection client = edge.connect(edge.listen(session()))) {
            say(client, "STARTTLS");
            line(client);
            client.startTls(pki.client("localhost"), TIMEOUT);
            assertThatThrownBy(() -> client.startTls(pki.client("localhost"), TIMEOUT))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void manyOctetsGoThroughTls() throws Exception {
        String text = "x".repeat(70);
        int lines = 20_000;
        try (Edge edge = new Edge();
                Connection client = edge.connect(edge.listen(session()))) {
            say(client, "STARTTLS");
            line(client);
            client.startTls(pki.client("localhost"), TIMEOUT);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < lines; i++) {
                        client.write(text + "\r\n");
                    }
                    client.flush();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < lines; i++) {
                assertThat(line(client)).isEqualTo("250 secure " + text);
            }
            writer.join();
        }
    }

    /** Answers every line with whether it came through TLS; STARTTLS as RFC 3207 has it. */
    private ConnectionHandler session() throws IOException {
        TlsContext context = pki.server();
        return connection -> {
            while (true) {
                String line = line(connection);
                heard.add(line);
                if (line.equals("STARTTLS")) {
                    connection.write("220 go ahead\r\n");
                    connection.startTls(context, TIMEOUT);
                } else {
                    connection.write("250 " + (connection.tls().isPresent() ? "secure " : "clear ") + line + "\r\n");
                    if (!connection.hasInput()) {
                        connection.flush();
                    }
                }
            }
        };
    }

    private static SSLSocket overTls(Socket plain) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAnybody()}, null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.startHandshake();
        return socket;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String rawLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.append((char) octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString().stripTrailing();
    }
}
