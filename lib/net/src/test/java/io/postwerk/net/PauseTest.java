package io.postwerk.net;

import static io.postwerk.net.Edge.TIMEOUT;
import static io.postwerk.net.Edge.line;
import static io.postwerk.net.Edge.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that lets its peer wait. */
@Timeout(60)
class PauseTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Test
    void whatWasWrittenGoesOutFirstAndInputIsKept() throws Exception {
        try (Edge edge = new Edge();
                Connection client = edge.connect(edge.listen(connection -> {
                    connection.write(connection.readLine(100, TIMEOUT));
                    connection.write("\r\n");
                    connection.pause(Duration.ofMillis(1));
                    Edge.ECHO.handle(connection);
                }))) {
            client.write("one\r\ntwo\r\n");
            client.flush();
            assertThat(line(client)).isEqualTo("one");
            assertThat(line(client)).isEqualTo("two");
        }
    }

    @Test
    void itEndsWhenThePeerLeaves() throws Exception {
        BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                try {
                    say(connection, "ready");
                    connection.pause(FOR_EVER);
                } catch (ConnectionClosedException e) {
                    ends.add("left");
                }
            });
            java.net.Socket socket = Edge.socket(listener);
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
            socket.close();
            assertThat(ends.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("left");
        }
    }

    @Test
    void anEventEndsItAndStays() throws Exception {
        BlockingQueue<Wake> wakes = new ArrayBlockingQueue<>(1);
        try (Edge edge = new Edge()) {
            BoundListener listener = edge.listen(connection -> {
                say(connection, "ready");
                connection.pause(FOR_EVER);
                wakes.add(connection.await(FOR_EVER));
            });
            try (Connection client = edge.connect(listener)) {
                assertThat(line(client)).isEqualTo("ready");
                edge.server.drain(TIMEOUT);
                assertThat(wakes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Wake.EVENT);
            }
        }
    }
}
