package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.MemoryAccount;
import io.postwerk.net.MemoryBudget;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session does while the program's memory is low. */
class MemoryTest {
    /** Of which a half is shared. */
    private static final MemoryBudget NONE_LEFT = MemoryBudget.of(0);

    /** A connection's own 16 KiB hold 32 recipients; and 64 KiB more, of which an account may hold a quarter, 32 others. */
    @ParameterizedTest(name = "{0} octets: {1} recipients")
    @CsvSource({"0, 32", "131071, 32", "131072, 64"})
    void aRecipientMoreIsRefusedForNow(int budget, int recipients) {
        MemoryBudget memory = MemoryBudget.of(budget);
        StringBuilder input = new StringBuilder("HELO c.example\r\nMAIL FROM:<a@example.org>\r\n");
        for (int i = 0; i < recipients; i++) {
            input.append("RCPT TO:<r").append(i).append("@example.org>\r\n");
        }
        input.append("RCPT TO:<more@example.org>\r\nDATA\r\nx\r\n.\r\nMAIL FROM:<a@example.org>\r\n")
                .append("RCPT TO:<more@example.org>\r\nRSET\r\n");
        Sessions sessions = Sessions.smtp();
        ScriptedConnection connection = run(sessions, memory, input.toString());
        assertThat(connection.sent().split("250 2.1.5 ", -1)).hasSize(recipients + 2);
        assertThat(connection.sent()).containsOnlyOnce("452 4.3.1 ");
        assertThat(sessions.backend().arrived().getFirst().recipients()).hasSize(recipients);
        assertThat(memory.refused()).isEqualTo(1);
    }

    @Test
    void aMessageGoesToDiskAndArrives() {
        String body = "x".repeat(70) + "\r\n";
        String input = "HELO c.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
                + body.repeat(2_000) + ".\r\n";
        Sessions sessions = Sessions.smtp();
        ScriptedConnection connection = run(sessions, NONE_LEFT, input);
        assertThat(connection.sent()).contains("250 2.0.0 Ok: queued");
        assertThat(NONE_LEFT.spilled()).isGreaterThanOrEqualTo(1);
        assertThat(NONE_LEFT.used()).isZero();
        assertThat(sessions.backend().arrived().getFirst().message()).endsWith(body.repeat(2_000));
    }

    private static ScriptedConnection run(Sessions sessions, MemoryBudget memory, String input) {
        ScriptedConnection connection = new ScriptedConnection(
                        List.of(new Turn.Input(input.getBytes(StandardCharsets.ISO_8859_1))))
                .withMemory(MemoryAccount.of(memory));
        sessions.server().handle(connection);
        return connection;
    }
}
