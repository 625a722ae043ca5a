package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Happening;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 2920: pipelining. How often something is sent is counted here. */
class PipeliningTest {
    @Test
    void repliesOfAGroupAreSentTogether() {
        List<String> sent = sent(
                "EHLO c.example\r\n",
                "MAIL FROM:<a@example.org>\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<nobody@example.org>\r\nDATA\r\n",
                "text\r\n.\r\nMAIL FROM:<b@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n",
                "text\r\n.\r\nQUIT\r\n");
        assertThat(sent).hasSize(7);
        assertThat(sent.get(2).lines().map(line -> line.substring(0, 3))).containsExactly("250", "250", "550", "354");
        // What became of a message is said at once, even if there is more to read.
        assertThat(sent.get(3)).isEqualTo("250 2.0.0 Ok: queued as QID\r\n");
        assertThat(sent.get(4).lines().map(line -> line.substring(0, 3))).containsExactly("250", "250", "354");
    }

    @Test
    void commandsThatEndAGroupAreAnsweredAtOnce() {
        // RFC 2920 3.1
        for (String last : List.of("EHLO c.example", "NOOP", "VRFY alice", "EXPN list")) {
            assertThat(sent("HELO c.example\r\n" + last + "\r\nRSET\r\n"))
                    .as(last)
                    .hasSize(3);
        }
        assertThat(sent("HELO c.example\r\nRSET\r\nRSET\r\nHELP\r\nRSET\r\n")).hasSize(2);
    }

    @Test
    void aPartOfALineDoesNotHoldRepliesBack() {
        List<String> sent = sent("HELO c.example\r\nMAIL FROM:<a@exam", "ple.org>\r\n");
        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).isEqualTo("250 mx.example.org\r\n");
        assertThat(sent.get(2)).isEqualTo("250 2.1.0 Sender ok\r\n");
    }

    @Test
    void allInOnePacketLosesNothing() {
        // RFC 2920 3.2: a server must not lose input, whatever the client should have waited for
        Sessions sessions = Sessions.smtp();
        sessions.verify("""
                C: EHLO c.example
                C: MAIL FROM:<a@example.org>
                C: RCPT TO:<alice@example.org>
                C: DATA
                C: text
                C: .
                C: QUIT
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250 …
                S: 250 2.1.0 …
                S: 250 2.1.5 …
                S: 354 …
                S: 250 2.0.0 …
                S: 221 …
                * close
                """);
        assertThat(sessions.backend().arrived()).hasSize(1);
    }

    /** What the server sends, each time it sends, for input that comes in these pieces. */
    private static List<String> sent(String... pieces) {
        ScriptedConnection connection = new ScriptedConnection(Arrays.stream(pieces)
                .map(piece -> new Turn.Input(piece.getBytes(StandardCharsets.US_ASCII)))
                .toList());
        Sessions.smtp().server().handle(connection);
        connection.close();
        return connection.happenings().stream()
                .filter(Happening.Sent.class::isInstance)
                .map(sent -> new String(((Happening.Sent) sent).octets(), StandardCharsets.US_ASCII))
                .toList();
    }
}
