package io.postwerk.net;

import static io.postwerk.net.Edge.ECHO;
import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.await;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binding, limits and stopping. */
@Timeout(60)
class ListenerTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTakenPortIsNamedWithItsListener(boolean nativeTransport) throws Exception {
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport))) {
            int port = edge.listen(ECHO).port();
            ListenerSettings second = ListenerSettings.of("submission", new InetSocketAddress("127.0.0.1", port));
            assertThatThrownBy(() -> edge.server.bind(second, ECHO))
                    .isInstanceOfSatisfying(BindFailedException.class, e -> {
                        assertThat(e.listener()).isEqualTo("submission");
                        assertThat(e.address()).isEqualTo("127.0.0.1:" + port);
                    })
                    .hasMessage("listener \"submission\" can not bind 127.0.0.1:%d: address already in use"
                            .formatted(port));
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamed() throws Exception {
        try (Edge edge = new Edge()) {
            ListenerSettings settings = ListenerSettings.of("smtp", new InetSocketAddress("192.0.2.1", 2525));
            assertThatThrownBy(() -> edge.server.bind(settings, ECHO))
                    .isInstanceOf(BindFailedException.class)
                    .hasMessageContaining("192.0.2.1:2525")
                    .hasMessageContaining("does not have that address");
        }
    }

    @Test
    void aListenerBindsAllOfItsAddressesOrNone() throws Exception {
        try (Edge edge = new Edge()) {
            int taken = edge.listen(ECHO).port();
            int free;
            try (java.net.ServerSocket probe = new java.net.ServerSocket(0)) {
                free = probe.getLocalPort();
            }
            ListenerSettings settings = ListenerSettings.of(
                    "smtp", List.of(BindAddress.tcp("127.0.0.1", free), BindAddress.tcp("127.0.0.1", taken)));
            assertThatThrownBy(() -> edge.server.bind(settings, ECHO)).isInstanceOf(BindFailedException.class);
            edge.server
                    .bind(ListenerSettings.of("smtp", new InetSocketAddress("127.0.0.1", free)), ECHO)
                    .close();
        }
    }

    @Test
    void bothWildcardsAreOneSocket() throws Exception {
        try (Edge edge = new Edge()) {
            int free;
            try (java.net.ServerSocket probe = new java.net.ServerSocket(0)) {
                free = probe.getLocalPort();
            }
            BoundListener listener = edge.server.bind(
                    ListenerSettings.of("smtp", List.of(BindAddress.tcp("0.0.0.0", free), BindAddress.tcp("::", free))),
                    ECHO);
            assertThat(listener.addresses()).hasSize(1);
            for (String address : List.of("127.0.0.1", "::1")) {
                try (Socket client = new Socket(address, free)) {
                    assertThat(client.isConnected()).isTrue();
                }
            }
        }
    }

    @Test
    void aListenersLimitIsToldInTheProtocolsWords() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.server.bind(
                    Edge.settings("smtp").withMaxConnections(2).withBusyReply("421 4.3.2 too busy\r\n"), ECHO);
            try (Connection first = edge.connect(listener);
                    Connection second = edge.connect(listener)) {
                say(first, "one");
                say(second, "two");
                assertThat(line(first) + line(second)).isEqualTo("onetwo");
                assertThat(everything(listener)).isEqualTo("421 4.3.2 too busy\r\n");
                assertThat(listener.openConnections()).isEqualTo(2);
                assertThat(listener.acceptedConnections()).isEqualTo(2);
                assertThat(listener.refusedConnections()).isEqualTo(1);
            }
            await("both are closed", () -> listener.openConnections() == 0);
            try (Connection third = edge.connect(listener)) {
                say(third, "three");
                assertThat(line(third)).isEqualTo("three");
            }
        }
    }

    @Test
    void theTotalLimitHoldsOverAllListeners() throws Exception {
        try (Edge edge = new Edge(NetSettings.defaults().withMaxConnections(1))) {
            BoundListener one = edge.server.bind(Edge.settings("one").withBusyReply("busy\r\n"), ECHO);
            BoundListener other = edge.server.bind(Edge.settings("other").withBusyReply("busy\r\n"), ECHO);
            try (Connection first = edge.connect(one)) {
                say(first, "one");
                line(first);
                assertThat(everything(other)).isEqualTo("busy\r\n");
                assertThat(edge.server.openConnections()).isEqualTo(1);
                assertThat(other.openConnections()).isZero();
            }
            await("it is closed", () -> edge.server.openConnections() == 0);
            assertThat(edge.server.listeners()).containsExactly(one, other);
        }
    }

    @Test
    void countsAreRightAfterManyConnectionsInEveryState() throws Exception {
        try (Edge edge = new Edge(NetSettings.defaults().withMaxConnections(20))) {
            BoundListener listener = edge.listen(ECHO);
            for (int round = 0; round < 20; round++) {
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    Socket socket = Edge.socket(listener);
                    if (i % 3 == 0) {
                        socket.setSoLinger(true, 0); // Ends with a reset.
                    }
                    if (i % 2 == 0) {
                        socket.getOutputStream().write('x');
                    }
                    sockets.add(socket);
                }
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            await("all are closed", () -> listener.openConnections() == 0 && edge.server.openConnections() == 0);
            await("all are counted", () -> listener.acceptedConnections() + listener.refusedConnections() == 600);
        }
    }

    @Test
    void drainingLetsSessionsFinishAndTakesNoNewOnes() throws Exception {
        BlockingQueue<Wake> wakes = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                say(connection, "220 ready");
                wakes.add(connection.await(TIMEOUT));
                assertThat(connection.draining()).isTrue();
                say(connection, "421 stopping");
            });
            try (Connection client = edge.connect(listener)) {
                assertThat(line(client)).isEqualTo("220 ready");
                edge.server.drain(TIMEOUT);
                assertThat(wakes.poll(10, TimeUnit.SECONDS)).isEqualTo(Wake.EVENT);
                assertThat(line(client)).isEqualTo("421 stopping");
                assertThat(listener.openConnections()).isZero();
                assertThatThrownBy(() -> edge.connect(listener)).isInstanceOf(ConnectFailedException.class);
            }
        }
    }

    @Test
    void afterTheGraceWhatRemainsIsClosedAndInterrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(2);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                say(connection, "220 ready");
                try {
                    if (line(connection).equals("wait")) {
                        never.await();
                    }
                } catch (ConnectionClosedException e) {
                    ends.add("closed");
                } catch (java.io.InterruptedIOException | InterruptedException e) {
                    ends.add("interrupted");
                }
            });
            try (Connection reads = edge.connect(listener);
                    Connection waits = edge.connect(listener)) {
                line(reads);
                line(waits);
                say(waits, "wait");
                edge.server.drain(Duration.ofMillis(50));
                assertThat(ends.poll(10, TimeUnit.SECONDS)).isIn("closed", "interrupted");
                assertThat(ends.poll(10, TimeUnit.SECONDS)).isIn("closed", "interrupted");
                assertThat(listener.openConnections()).isZero();
                assertThatThrownBy(() -> line(reads)).isInstanceOf(ConnectionClosedException.class);
            }
        }
    }

    @Test
    void aSessionThatFailsIsClosedAndTheListenerGoesOn() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                if (line(connection).equals("fail")) {
                    throw new IllegalStateException("a session that fails, on purpose");
                }
                say(connection, "fine");
            });
            try (Connection client = edge.connect(listener)) {
                say(client, "fail");
                assertThatThrownBy(() -> line(client)).isInstanceOf(ConnectionClosedException.class);
            }
            try (Connection client = edge.connect(listener)) {
                say(client, "go on");
                assertThat(line(client)).isEqualTo("fine");
            }
        }
    }

    @Test
    void whereNobodyListensAConnectionFailsWithTheAddress() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(ECHO);
            listener.close();
            assertThatThrownBy(() -> edge.connect(listener))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining(":" + listener.port());
            assertThatThrownBy(() -> edge.client.connect(
                            InetSocketAddress.createUnresolved("no-such-host.invalid", 25),
                            TIMEOUT,
                            java.util.Optional.empty()))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("no-such-host.invalid");
        }
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(ECHO);
            InetSocketAddress address = InetSocketAddress.createUnresolved("localhost", listener.port());
            try (Connection client = edge.server.client().connect(address, TIMEOUT, java.util.Optional.empty())) {
                say(client, "hello");
                assertThat(line(client)).isEqualTo("hello");
            }
        }
    }

    private static String everything(BoundListener listener) throws Exception {
        try (Socket client = Edge.socket(listener)) {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
