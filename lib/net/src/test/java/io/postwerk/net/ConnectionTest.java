package io.postwerk.net;

import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.await;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, writing, waiting and closing, over real sockets. */
@Timeout(60)
class ConnectionTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linesGoBothWaysOverTcp(boolean nativeTransport) throws Exception {
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport));
                Connection client = edge.connect(edge.listen(Edge.ECHO))) {
            say(client, "one");
            say(client, "two");
            assertThat(line(client)).isEqualTo("one");
            assertThat(line(client)).isEqualTo("two");
            assertThat(client.remoteAddress()).isInstanceOf(InetSocketAddress.class);
            assertThat(client.tls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linesGoBothWaysOverUnixSockets(boolean nativeTransport) throws Exception {
        Path path = directory.resolve("echo");
        ListenerSettings settings = ListenerSettings.of("unix", java.util.List.of(BindAddress.unix(path, "rwxrwx---")));
        try (Edge edge = new Edge(NetSettings.defaults().withNativeTransport(nativeTransport))) {
            edge.server.bind(settings, Edge.ECHO);
            try (Connection client = edge.client.connectUnix(path, TIMEOUT)) {
                say(client, "one");
                assertThat(line(client)).isEqualTo("one");
                assertThat(client.remoteAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
            }
        }
    }

    @Test
    void badLinesAreToldAfterTheirEndAndTheSessionGoesOn() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                while (true) {
                    String answer;
                    try {
                        answer = new String(connection.readLine(12, TIMEOUT), StandardCharsets.US_ASCII);
                    } catch (LineTooLongException e) {
                        answer = "long";
                    } catch (BareLineEndException e) {
                        answer = "bare";
                    }
                    connection.write(answer + "\r\n");
                    connection.flush();
                }
            });
            try (Connection client = edge.connect(listener)) {
                client.write("a\r\n12345678901\r\nb\nc\r\nd\re\r\n" + "x".repeat(300_000) + "\r\nf\r\n");
                client.flush();
                assertThat(line(client)).isEqualTo("a");
                assertThat(line(client)).isEqualTo("long");
                assertThat(line(client)).isEqualTo("bare");
                assertThat(line(client)).isEqualTo("bare");
                assertThat(line(client)).isEqualTo("long");
                assertThat(line(client)).isEqualTo("f");
            }
        }
    }

    @Test
    void whatWasSentBeforeTheEndOfTheStreamIsReadAndAnswered() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(Edge.ECHO);
            try (Socket client = Edge.socket(listener)) {
                client.getOutputStream().write("one\r\ntwo\r\nhalf".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answers).isEqualTo("one\r\ntwo\r\n");
            }
            await("the session has ended", () -> listener.openConnections() == 0);
        }
    }

    @Test
    void theEndOfTheStreamIsSeenBeforeWhatWasSentIsRead() throws Exception {
        BlockingQueue<String> read = new ArrayBlockingQueue<>(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                assertThat(connection.await(TIMEOUT)).isEqualTo(Wake.INPUT);
                assertThat(connection.inputEnded()).isFalse();
                mayLeave.countDown();
                await("the peer's end is seen", connection::inputEnded);
                read.add(line(connection));
            });
            try (Socket client = Edge.socket(listener)) {
                client.getOutputStream().write("one\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(mayLeave.await(10, TimeUnit.SECONDS)).isTrue();
                client.shutdownOutput();
                assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
            }
        }
    }

    @Test
    void theEndOfTheStreamIsInputAndThenAnException() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {});
            try (Connection client = edge.connect(listener)) {
                assertThat(client.await(TIMEOUT)).isEqualTo(Wake.INPUT);
                assertThatThrownBy(() -> client.input(TIMEOUT)).isInstanceOf(ConnectionClosedException.class);
                assertThatThrownBy(() -> client.readLine(10, TIMEOUT)).isInstanceOf(ConnectionClosedException.class);
            }
        }
    }

    @Test
    void aDeadlineLeavesAPartOfALineWhereItIs() throws Exception {
        BlockingQueue<Connection> sessions = new ArrayBlockingQueue<>(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> hold(connection, sessions, done));
            try (Connection client = edge.connect(listener)) {
                Connection session = sessions.poll(10, TimeUnit.SECONDS);
                client.write("par");
                client.flush();
                assertThat(session.await(TIMEOUT)).isEqualTo(Wake.INPUT);
                assertThatThrownBy(() -> session.readLine(100, Duration.ofMillis(20)))
                        .isInstanceOf(DeadlineExceededException.class);
                assertThatThrownBy(() -> session.readLine(100, Duration.ZERO))
                        .isInstanceOf(DeadlineExceededException.class);
                say(client, "tial");
                assertThat(line(session)).isEqualTo("partial");
            } finally {
                done.countDown();
            }
        }
    }

    @Test
    void inputEventAndDeadlineWake() throws Exception {
        BlockingQueue<Connection> sessions = new ArrayBlockingQueue<>(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> hold(connection, sessions, done));
            try (Connection client = edge.connect(listener)) {
                Connection session = sessions.poll(10, TimeUnit.SECONDS);
                assertThat(session.await(Duration.ZERO)).isEqualTo(Wake.DEADLINE);
                assertThat(session.await(Duration.ofMillis(20))).isEqualTo(Wake.DEADLINE);

                session.signal();
                session.signal();
                assertThat(session.await(TIMEOUT)).isEqualTo(Wake.EVENT);
                assertThat(session.await(Duration.ZERO)).isEqualTo(Wake.DEADLINE);

                Thread signaller = Thread.ofVirtual().start(() -> {
                    await("the session waits", () -> listener.waitingConnections() == 1);
                    session.signal();
                });
                assertThat(session.await(TIMEOUT)).isEqualTo(Wake.EVENT);
                signaller.join();

                Thread sender = Thread.ofVirtual().start(() -> {
                    await("the session waits", () -> listener.waitingConnections() == 1);
                    try {
                        say(client, "DONE");
                    } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                    }
                });
                assertThat(session.await(TIMEOUT)).isEqualTo(Wake.INPUT);
                sender.join();
                session.signal();
                assertThat(session.await(TIMEOUT)).as("an event first").isEqualTo(Wake.EVENT);
                assertThat(session.await(TIMEOUT))
                        .as("then input, which is still there")
                        .isEqualTo(Wake.INPUT);
                assertThat(line(session)).isEqualTo("DONE");
                assertThat(session.hasInput()).isFalse();
            } finally {
                done.countDown();
            }
        }
    }

    @Test
    void aShorterDeadlineThanTheOneBeforeIsKept() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                while (true) {
                    connection.await(Duration.ofMinutes(5)); // Woken by the line.
                    line(connection);
                    say(connection, connection.await(Duration.ofMillis(10)).name());
                    say(connection, connection.await(Duration.ofMillis(30)).name());
                }
            });
            try (Connection client = edge.connect(listener)) {
                for (int i = 0; i < 5; i++) {
                    say(client, "go");
                    assertThat(line(client)).isEqualTo("DEADLINE");
                    assertThat(line(client)).isEqualTo("DEADLINE");
                }
            }
        }
    }

    @Test
    void rawOctetsAreShownUntilTheyAreConsumed() throws Exception {
        byte[] body = new byte[1_000_000];
        new Random(7).nextBytes(body);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                int length = Integer.parseInt(line(connection));
                java.util.zip.CRC32 sum = new java.util.zip.CRC32();
                for (int left = length; left > 0; ) {
                    ByteBuffer view = connection.input(TIMEOUT);
                    int count = Math.min(view.remaining(), left);
                    sum.update(view.slice(view.position(), count));
                    connection.consume(count);
                    left -= count;
                }
                say(connection, line(connection) + " " + sum.getValue());
            });
            try (Connection client = edge.connect(listener)) {
                say(client, Integer.toString(body.length));
                client.writeFrom(new ByteArrayInputStream(body), body.length);
                say(client, "end");
                java.util.zip.CRC32 sum = new java.util.zip.CRC32();
                sum.update(body);
                assertThat(line(client)).isEqualTo("end " + sum.getValue());
            }
        }
    }

    @Test
    void everyKindOfWriteKeepsItsOrder() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                connection.write("text ü ");
                connection.write(new byte[] {'a', 'b', 'c'}, 1, 1);
                connection.write(ByteBuffer.wrap("uffer".getBytes(StandardCharsets.US_ASCII)));
                connection.write(" " + "x".repeat(100_000) + " ");
                connection.write(new byte[] {'e', 'n', 'd', '\r', '\n'});
                // No flush: closing sends what was written.
            });
            try (Connection client = edge.connect(listener)) {
                String all = new String(client.readLine(200_000, TIMEOUT), StandardCharsets.US_ASCII);
                assertThat(all).isEqualTo("text ? buffer " + "x".repeat(100_000) + " end");
            }
        }
    }

    @Test
    void whatWasWrittenIsSentBeforeAWaitForInput() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                connection.write("220 ready\r\n");
                connection.write(connection.readLine(100, TIMEOUT));
                connection.write("\r\n");
                connection.await(TIMEOUT);
                connection.write("part: ");
                connection.write(connection.readLine(100, TIMEOUT));
                connection.write("\r\n");
                connection.input(TIMEOUT);
            });
            try (Connection client = edge.connect(listener)) {
                assertThat(line(client)).isEqualTo("220 ready");
                say(client, "one");
                assertThat(line(client)).isEqualTo("one");
                client.write("tw");
                client.flush();
                byte[] part = new byte[6];
                client.input(TIMEOUT).get(part);
                client.consume(6);
                assertThat(part).asString(StandardCharsets.US_ASCII).isEqualTo("part: ");
                say(client, "o");
                assertThat(line(client)).isEqualTo("two");
            }
        }
    }

    @Test
    void aBodyThatIsTooShortIsAnError() throws Exception {
        try (Edge edge = new Edge();
                Connection client = edge.connect(edge.listen(Edge.ECHO))) {
            assertThatThrownBy(() -> client.writeFrom(new ByteArrayInputStream(new byte[3]), 4))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void theLastReplyArrivesThoughOctetsAreLeftUnread() throws Exception {
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                line(connection);
                say(connection, "421 enough");
            });
            for (int i = 0; i < 50; i++) {
                try (Socket client = Edge.socket(listener)) {
                    client.getOutputStream()
                            .write(("first\r\n" + "more\r\n".repeat(2000)).getBytes(StandardCharsets.US_ASCII));
                    String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                    assertThat(answers).isEqualTo("421 enough\r\n");
                }
            }
            await("all are closed", () -> listener.openConnections() == 0);
        }
    }

    @Test
    void afterClosingNothingCanBeWritten() throws Exception {
        try (Edge edge = new Edge()) {
            Connection client = edge.connect(edge.listen(Edge.ECHO));
            client.close();
            client.close();
            client.write("x\r\n");
            assertThatThrownBy(client::flush).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void anotherThreadMayCloseUnderASessionThatReads() throws Exception {
        BlockingQueue<Connection> sessions = new ArrayBlockingQueue<>(1);
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                sessions.add(connection);
                try {
                    line(connection);
                } catch (ConnectionClosedException e) {
                    ends.add("closed");
                }
            });
            try (Connection client = edge.connect(listener)) {
                Connection session = sessions.poll(10, TimeUnit.SECONDS);
                await("it waits", () -> listener.waitingConnections() == 1);
                session.close();
                assertThat(client.await(TIMEOUT)).isEqualTo(Wake.INPUT);
            }
            assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    private static void hold(Connection connection, BlockingQueue<Connection> sessions, CountDownLatch done) {
        sessions.add(connection);
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
