package io.postwerk.net;

import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions on the event loop: in order, bounded, and closed so that the last reply arrives. */
@Timeout(60)
class LoopSessionTest {

    /** Says everything back; {@code !} ends the connection. */
    private static class Echo implements LoopSession {
        final LoopConnection connection;
        final AtomicBoolean closed = new AtomicBoolean();

        Echo(LoopConnection connection) {
            this.connection = connection;
        }

        @Override
        public void opened() {}

        @Override
        public boolean input(ByteBuffer octets) {
            byte[] taken = new byte[octets.remaining()];
            octets.get(taken);
            connection.write(taken);
            return new String(taken, StandardCharsets.US_ASCII).indexOf('!') < 0;
        }

        @Override
        public Duration settle() {
            return Duration.ofMinutes(1);
        }

        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public void closed() {
            closed.set(true);
        }
    }

    private static BoundListener listen(Edge edge, LoopSession.Factory sessions) throws IOException {
        return edge.server.bindOnLoop(Edge.settings("loop"), sessions);
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket client, int octets) throws IOException {
        return new String(client.getInputStream().readNBytes(octets), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSaidAtTheEndArrivesAndThenTheConnectionIsClosed(boolean nativeTransport) throws Exception {
        var session = new Echo[1];
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport))) {
            BoundListener listener = listen(edge, connection -> session[0] = new Echo(connection));
            try (Socket client = Edge.socket(listener)) {
                send(client, "hello");
                assertThat(receive(client, 5)).isEqualTo("hello");
                assertThat(session[0].closed).isFalse();
                send(client, "bye!");
                send(client, "what nobody takes");
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("bye!");
                assertThat(session[0].closed).isTrue();
            }
            await("the end", () -> listener.openConnections() == 0);
        }
    }

    @Test
    void aPeerThatEndsItsStreamGetsWhatWasSaidBefore() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, Echo::new);
            try (Socket client = Edge.socket(listener)) {
                send(client, "all of it");
                client.shutdownOutput();
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("all of it");
            }
        }
    }

    @Test
    void resultsOfOtherThreadsAreSentInTheOrderOfTheirPosting() throws Exception {
        var session = new Echo[1];
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, connection -> session[0] = new Echo(connection));
            try (Socket client = Edge.socket(listener)) {
                send(client, "a");
                assertThat(receive(client, 1)).isEqualTo("a");
                LoopConnection connection = session[0].connection;
                for (String part : new String[] {"1", "2", "3"}) {
                    connection.post(() -> connection.write(part.getBytes(StandardCharsets.US_ASCII)));
                }
                assertThat(receive(client, 3)).isEqualTo("123");
            }
            await("the end", () -> listener.openConnections() == 0);
            var ran = new AtomicBoolean();
            session[0].connection.post(() -> ran.set(true));
            await("a task after the end", ran::get);
        }
    }

    /** Asks to be called again and again, and says something each time. */
    private static final class Talker extends Echo {
        final AtomicLong said;

        Talker(LoopConnection connection, AtomicLong said) {
            super(connection);
            this.said = said;
        }

        @Override
        public Duration settle() {
            connection.write(new byte[65_536]);
            said.addAndGet(65_536);
            return Duration.ZERO;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionIsNotCalledWhileItsPeerDoesNotReadAndOthersAreServed(boolean nativeTransport) throws Exception {
        var said = new AtomicLong();
        var connections = new AtomicInteger();
        NetSettings settings =
                NetSettings.defaults().withNativeTransport(nativeTransport).withEventLoops(1);
        try (Edge edge = new Edge(settings)) {
            BoundListener listener = listen(
                    edge,
                    connection ->
                            connections.getAndIncrement() == 0 ? new Talker(connection, said) : new Echo(connection));
            try (Socket deaf = Edge.socket(listener)) {
                await("the first connection", () -> connections.get() == 1);
                try (Socket other = Edge.socket(listener)) {
                    long before;
                    do { // each round goes through the event loop, once round everybody
                        before = said.get();
                        for (int i = 0; i < 100; i++) {
                            send(other, "x");
                            assertThat(receive(other, 1)).isEqualTo("x");
                        }
                    } while (said.get() != before);
                }
                long until = said.get();
                InputStream input = deaf.getInputStream();
                input.readNBytes((int) until);
                await("more", () -> said.get() > until);
            }
        }
    }

    @Test
    void aPeerThatNeverReadsIsGivenUpAfterTheWriteTimeout() throws Exception {
        NetSettings settings = NetSettings.defaults().withWriteTimeout(Duration.ofMillis(100));
        try (Edge edge = new Edge(settings)) {
            BoundListener listener = listen(edge, connection -> new Talker(connection, new AtomicLong()));
            try (Socket client = Edge.socket(listener)) {
                assertThat(client.isConnected()).isTrue();
                await("the end", () -> listener.acceptedConnections() == 1 && listener.openConnections() == 0);
            }
        }
    }

    @Test
    void aSessionThatThrowsCostsItsConnectionAlone() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(edge, connection -> new Echo(connection) {
                @Override
                public boolean input(ByteBuffer octets) {
                    if (octets.get(octets.position()) == '?') {
                        throw new IllegalStateException("for the test");
                    }
                    return super.input(octets);
                }
            });
            try (Socket client = Edge.socket(listener);
                    Socket other = Edge.socket(listener)) {
                send(client, "?");
                try {
                    assertThat(client.getInputStream().read()).isEqualTo(-1);
                } catch (SocketException e) {
                    assertThat(e).hasMessageContaining("reset");
                }
                send(other, "x");
                assertThat(receive(other, 1)).isEqualTo("x");
            }
        }
    }

    @Test
    void aStoppingServerEndsTheSessionsThatHaveNothingUnderWayAndWaitsForTheOthers() throws Exception {
        var busy = new AtomicBoolean(true);
        var session = new Echo[1];
        try (Edge edge = new Edge()) {
            BoundListener listener = listen(
                    edge,
                    connection -> session[0] = new Echo(connection) {
                        @Override
                        public boolean idle() {
                            return !busy.get();
                        }
                    });
            try (Socket client = Edge.socket(listener)) {
                send(client, "x");
                assertThat(receive(client, 1)).isEqualTo("x");
                Thread drain = Thread.ofVirtual().start(() -> edge.server.drain(TIMEOUT));
                LoopConnection connection = session[0].connection;
                connection.post(() -> connection.write("still here".getBytes(StandardCharsets.US_ASCII)));
                assertThat(receive(client, 10)).isEqualTo("still here");
                connection.post(() -> busy.set(false));
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                client.close();
                drain.join();
                assertThat(listener.openConnections()).isZero();
            }
        }
    }

    @Test
    void thereIsNoTlsForThem() throws Exception {
        try (Edge edge = new Edge()) {
            assertThatThrownBy(() -> edge.server.bindOnLoop(
                            Edge.settings("tls").withImplicitTls(TlsContext.opportunisticClient("x")), Echo::new))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
