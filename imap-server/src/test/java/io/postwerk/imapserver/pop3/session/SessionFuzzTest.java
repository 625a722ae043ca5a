package io.postwerk.imapserver.pop3.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.pop3.Pop3SessionLimits;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sessions of clients that do anything in any state: no session hangs, leaks or removes what QUIT has not asked for. */
class SessionFuzzTest {
    private static final List<String> COMMANDS = List.of(
            "CAPA",
            "STLS",
            "USER alice@example.org",
            "PASS wonderland",
            "PASS wrong",
            "AUTH PLAIN",
            "AUTH TALK",
            "AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=",
            "AUTH TALK YWxpY2VAZXhhbXBsZS5vcmc=",
            "*",
            "",
            "=",
            "YWxpY2VAZXhhbXBsZS5vcmc=",
            "STAT",
            "LIST",
            "LIST 2",
            "RETR 1",
            "RETR 3",
            "RETR 0",
            "DELE 1",
            "DELE 2",
            "NOOP",
            "RSET",
            "TOP 1 0",
            "TOP 2 99",
            "UIDL",
            "UIDL 1",
            "\u00ff\u0000",
            ".",
            "DELE 99999999999999");

    private final Pop3Fixture pop3 = new Pop3Fixture();

    @Test
    void anythingIsAnsweredOrEndsTheSession() throws IOException {
        pop3.deliver("one\r\n", "two\r\n.\r\nQUIT\r\n", "\r\n\n.\n");
        // Many bad commands are allowed, so that sessions get far.
        pop3.settings = pop3.settings.withLimits(new Pop3SessionLimits(
                512, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(1), 5, 200));
        Random random = new Random(110);
        int loggedIn = 0;
        for (int i = 0; i < 3_000; i++) {
            ScriptedConnection connection = new ScriptedConnection(turns(random));
            if (random.nextInt(3) > 0) connection.withTls();
            try {
                pop3.serve(connection);
            } catch (ConnectionClosedException e) {
                // The client has left.
            }
            connection.close();
            String sent = connection.sent();
            assertThat(sent).startsWith("+OK ").endsWith("\r\n");
            assertThat(sent).doesNotContain("Internal error");
            if (sent.contains("Logged in")) loggedIn++;
            assertThat(pop3.locks.size()).isZero();
            assertThat(pop3.open).isEmpty();
        }
        assertThat(loggedIn).isGreaterThan(300);
        // None of them has sent QUIT.
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    private static List<Turn> turns(Random random) {
        List<Turn> turns = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            turns.add(
                    switch (random.nextInt(20)) {
                        case 0 -> new Turn.Silence();
                        case 1 -> new Turn.Drain();
                        case 2 -> new Turn.Input(noise(random));
                        default -> new Turn.Input(commands(random));
                    });
        }
        return turns;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 20)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] commands(Random random) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
            input.writeBytes(command.getBytes(StandardCharsets.ISO_8859_1));
            input.writeBytes((random.nextInt(30) == 0 ? "\n" : "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        return input.toByteArray();
    }
}
