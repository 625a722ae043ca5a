package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.net.BoundListener;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The transcript runner accepts right answers and rejects wrong ones, against a small server. */
@Timeout(60)
class WireTranscriptTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    NetServer server;
    TlsContext tls;

    @BeforeEach
    void start() throws IOException {
        server = NetServer.create(NetSettings.defaults());
        tls = TestCertificates.in(directory).server();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aConversationThatIsAsWrittenPasses() throws Exception {
        WireTranscript.of("good", """
                        # Everything that a transcript can do.
                        S~ 220 (?<host>[a-z.]+) .*
                        C: FLAGS \\Seen $1

                        S: FLAGS \\Seen $1
                        C: THREE
                        S...
                        S: line 3
                        C: THREE
                        S{
                        S: line 3
                        S~ line [12]
                        S: line 1
                        S}
                        C< a\\x41\\\\\\t\\0b\\r\\n
                        S~ aA\\\\\\t\\x00b
                        C: I am ${host} and ${given}
                        S: I am mx.example.org and more
                        C: STARTTLS
                        S: 220 go ahead
                        C! STARTTLS
                        C: secure?
                        S: secure? yes
                        S2~ 220 .*
                        C2: secure?
                        S2: secure?
                        C2! SHUTDOWN
                        S2! CLOSED
                        C: QUIT
                        S! CLOSED
                        """).run(listen(this::session), Map.of("given", "more"));
    }

    @Test
    void implicitTlsIsSpoken() throws Exception {
        BoundListener listener =
                server.bind(settings().withImplicitTls(tls), connection -> say(connection, "220 secure"));
        WireTranscript.of("tls", "S: 220 secure\nS! CLOSED\n").runOverTls(address(listener), Map.of());
    }

    @Test
    void aDifferenceIsToldWithItsPlaceAndTheConversation() throws Exception {
        InetSocketAddress address = listen(this::session);
        assertFails(address, "S~ 220 .*\nC: hello\nS: goodbye\n", "bad:3: S: goodbye", "came: hello", "C: hello");
        assertFails(address, "S: 220\n", "bad:1", "came: 220 mx.example.org ready");
        assertFails(address, "S~ 220\n", "bad:1");
        assertFails(address, "S~ 220 .*\nC: hello\nS! CLOSED\n", "bad:3", "came: hello");
        assertFails(address, "S~ 220 .*\nC: QUIT\nS: bye\n", "bad:3", "the server ended the stream");
        assertFails(address, "S~ 220 .*\nC: QUIT\nS...\nS: bye\n", "bad:4", "the server ended the stream");
        assertFails(address, "S~ 220 .*\nC: THREE\nS{\nS: line 1\nS: line 3\nS}\n", "bad:6", "came: line 2");
        assertFails(address, "S~ 220 .*\nC: ${unset}\n", "bad:2", "${unset}");
    }

    @Test
    void aLineThatEndsWithLfAloneIsWrong() throws Exception {
        InetSocketAddress address = listen(connection -> {
            connection.write("220 ready\n");
            connection.flush();
        });
        assertFails(address, "S: 220 ready\n", "LF alone");
    }

    @Test
    void whatIsNoStepIsRefused() {
        for (String line : new String[] {"X: what", "C", "C~ x", "S< x", "C! DANCE", "S! STARTTLS"}) {
            assertThatThrownBy(() -> WireTranscript.of("bad", line))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bad:1");
        }
    }

    private static void assertFails(InetSocketAddress address, String text, String... parts) {
        assertThatThrownBy(() -> WireTranscript.of("bad", text).run(address))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(parts);
    }

    private void session(Connection connection) throws IOException {
        say(connection, "220 mx.example.org ready");
        while (true) {
            String line = new String(connection.readLine(1000, TIMEOUT), StandardCharsets.ISO_8859_1);
            switch (line) {
                case "QUIT" -> {
                    return;
                }
                case "THREE" -> say(connection, "line 1\r\nline 2\r\nline 3");
                case "STARTTLS" -> {
                    connection.write("220 go ahead\r\n");
                    connection.startTls(tls, TIMEOUT);
                }
                default -> say(connection, line + (connection.tls().isPresent() ? " yes" : ""));
            }
        }
    }

    private static void say(Connection connection, String line) throws IOException {
        connection.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        connection.flush();
    }

    private InetSocketAddress listen(ConnectionHandler handler) throws IOException {
        return address(server.bind(settings(), handler));
    }

    private static ListenerSettings settings() {
        return ListenerSettings.of("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static InetSocketAddress address(BoundListener listener) {
        assertThat(listener.port()).isPositive();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }
}
