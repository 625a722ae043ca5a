package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.BoundListener;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.smtp.Protocol;
import io.postwerk.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The session behind real sockets and real TLS, with a client that is nothing but a socket. */
@Timeout(60)
class RealEdgeTest {
    private final FakeBackend backend = new FakeBackend(SessionPolicy.open(SessionLimits.DEFAULT));
    private NetServer edge;
    private BoundListener listener;
    private SmtpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() throws IOException {
        edge = NetServer.create(NetSettings.defaults());
        server = new SmtpServer(
                new SmtpServer.Settings(
                        "test",
                        Protocol.SMTP,
                        "mx.example.org",
                        Optional.of(TestCertificates.in(directory).server()),
                        directory),
                backend);
        listener = edge.bind(
                ListenerSettings.of("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), server);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aStrangerTypes() throws IOException {
        // RFC 5321 3.1: the server speaks first
        try (Socket socket = connect()) {
            expect(socket, "220 mx.example.org ESMTP Postwerk");
            say(socket, "HELO client.example\r\n");
            expect(socket, "250 mx.example.org");
            say(socket, "MAIL FROM:<someone@elsewhere.test>\r\n");
            expect(socket, "250 2.1.0 Sender ok");
            say(socket, "RCPT TO:<alice@example.org>\r\nDATA\r\n");
            expect(socket, "250 2.1.5 Recipient ok");
            expect(socket, "354 End the message with <CRLF>.<CRLF>");
            // A dot that is alone in its packet, and an end that comes octet by octet
            for (String piece : "hello\r|\n|.|\r|\n|QUI|T\r\n".split("\\|")) {
                say(socket, piece);
            }
            expect(socket, "250 2.0.0 Ok: queued as QID");
            expect(socket, "221 2.0.0 mx.example.org closes the connection");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(backend.arrived()).extracting(FakeBackend.Arrived::message).containsExactly("hello\r\n");
        assertThat(backend.arrived().getFirst().transaction().session().client().address())
                .contains(InetAddress.getLoopbackAddress());
    }

    @Test
    void nothingIsInjectedBeforeTls() throws Exception {
        try (Socket socket = connect()) {
            expect(socket, "220 mx.example.org ESMTP Postwerk");
            say(socket, "STARTTLS\r\nHELO attacker.example\r\nMAIL FROM:<injected@example.org>\r\n");
            expect(socket, "220 2.0.0 Ready for TLS");
            try (SSLSocket tls = secure(socket)) {
                say(tls, "MAIL FROM:<a@example.org>\r\n");
                expect(tls, "503 5.5.1 Send HELO or EHLO first");
                say(tls, "EHLO client.example\r\n");
                expect(tls, "250-mx.example.org");
                expect(tls, "250-PIPELINING");
                expect(tls, "250-SIZE 52428800");
                expect(tls, "250-8BITMIME");
                expect(tls, "250 ENHANCEDSTATUSCODES");
                say(tls, "MAIL FROM:<a@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n");
                expect(tls, "250 2.1.0 Sender ok");
                expect(tls, "250 2.1.5 Recipient ok");
                expect(tls, "354 End the message with <CRLF>.<CRLF>");
                say(tls, "x\r\n.\r\n");
                expect(tls, "250 2.0.0 Ok: queued as QID");
            }
        }
        assertThat(backend.arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.transaction().reversePath()).hasToString("Optional[a@example.org]");
            assertThat(mail.transaction().session().withKeyword()).isEqualTo("ESMTPS");
            assertThat(mail.transaction().session().tls().orElseThrow().protocol())
                    .isEqualTo("TLSv1.3");
        });
    }

    @Test
    void stoppingFinishesWhatIsInFlight() throws Exception {
        try (Socket busy = connect();
                Socket idle = connect()) {
            expect(idle, "220 mx.example.org ESMTP Postwerk");
            expect(busy, "220 mx.example.org ESMTP Postwerk");
            say(busy, "HELO c.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n");
            expect(busy, "250 mx.example.org");
            expect(busy, "250 2.1.0 Sender ok");
            expect(busy, "250 2.1.5 Recipient ok");
            expect(busy, "354 End the message with <CRLF>.<CRLF>");
            Thread drain = Thread.ofVirtual().start(() -> edge.drain(Duration.ofSeconds(20)));
            expect(idle, "421 4.3.2 mx.example.org is shutting down");
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            say(busy, "x\r\n.\r\n");
            expect(busy, "250 2.0.0 Ok: queued as QID");
            expect(busy, "421 4.3.2 mx.example.org is shutting down");
            assertThat(busy.getInputStream().read()).isEqualTo(-1);
            drain.join();
        }
        assertThat(server.openSessions()).isZero();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private SSLSocket secure(Socket socket) throws Exception {
        SSLSocket tls = (SSLSocket)
                TrustEverything.context().getSocketFactory().createSocket(socket, "localhost", listener.port(), true);
        tls.startHandshake();
        return tls;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void expect(Socket socket, String line) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith("\r\n")) {
            int octet = in.read();
            assertThat(octet).as("after \"%s\"", read).isNotNegative();
            read.append((char) octet);
        }
        assertThat(read.toString()).isEqualTo(line + "\r\n");
    }
}
