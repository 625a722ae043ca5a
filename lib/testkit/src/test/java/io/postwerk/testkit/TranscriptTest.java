package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postwerk.net.BareLineEndException;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.LineTooLongException;
import io.postwerk.net.TlsContext;
import io.postwerk.net.Wake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** An echo server with a few commands. */
    private static final ConnectionHandler ECHO = connection -> {
        connection.write("hello\r\n");
        while (true) {
            if (!connection.hasInput()) {
                connection.flush();
                Wake wake = connection.await(TIMEOUT);
                if (wake == Wake.DEADLINE) return;
                if (wake == Wake.EVENT) {
                    connection.write(connection.draining() ? "draining\r\n" : "event\r\n");
                    continue;
                }
            }
            if (!answer(connection)) return;
        }
    };

    private static boolean answer(Connection connection) throws IOException {
        String line;
        try {
            line = new String(connection.readLine(16, TIMEOUT), StandardCharsets.ISO_8859_1);
        } catch (LineTooLongException e) {
            line = "too long";
        } catch (BareLineEndException e) {
            line = "bare";
        }
        connection.write("> " + line + "\r\n");
        if (line.equals("tls")) connection.startTls(TlsContext.opportunisticClient("x"), TIMEOUT);
        return !line.equals("quit");
    }

    @Test
    void whatIsWrittenHappens() {
        Transcript transcript = Transcript.of("""
                S: hello
                # two lines at once
                C: one
                C: a\\nb
                S: > one
                S: > bare
                # one in two parts
                C: tw\\
                # (the event is kept until the line is whole)
                * event knock
                C: o
                S: > …o
                S: event
                C: a line of many octets
                S: > too long
                * event knock
                S: event
                * drain
                S: draining
                C: tls
                C: injected
                S: > tls
                * tls 10
                C: quit
                S: > quit
                * close
                """);
        ConnectionHandler knocked = connection -> {
            transcript.on("knock", connection::signal);
            ECHO.handle(connection);
        };

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> transcript.verify(ECHO));
        Connection[] current = new Connection[1];
        transcript.on("knock", () -> current[0].signal());
        assertThatCode(() -> transcript.verify(connection -> {
                    current[0] = connection;
                    knocked.handle(connection);
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void silenceAndTheEndAreTold() {
        Transcript.of("S: hello\n* silence\n* close").verify(ECHO);
        Transcript.of("S: hello\nC: one\nS: > one").verify(ECHO);
    }

    @Test
    void whatIsNotWrittenFails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Transcript.of("S: hello\nC: one\nS: > two").verify(ECHO));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Transcript.of("S: hello\nC: quit\nS: > quit").verify(ECHO));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Transcript.of("S: hello\nC: quit\nS: > quit\n* close\nC: more")
                        .verify(ECHO));
    }

    @Test
    void anUnflushedAnswerFails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Transcript.of("S: hello").verify(connection -> {
                    connection.write("hello\r\n");
                    connection.await(TIMEOUT);
                }))
                .withMessageContaining("has not flushed");
    }
}
