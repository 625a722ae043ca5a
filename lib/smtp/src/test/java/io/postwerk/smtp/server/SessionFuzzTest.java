package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.Protocol;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Noise in every state: whatever a client says, the session ends by itself, answers in the grammar of replies, closes
 * every envelope, and hands on no message with a CR or LF that stands alone.
 */
class SessionFuzzTest {
    private static final String[] COMMANDS = {
        "HELO c.example",
        "EHLO c.example",
        "LHLO c.example",
        "MAIL FROM:<a@example.org>",
        "MAIL FROM:<> SIZE=10",
        "RCPT TO:<alice@example.org>",
        "RCPT TO:<alice@example.org> XDELIVERYID=x",
        "RCPT TO:<nobody@example.org>",
        "DATA",
        "RSET",
        "NOOP",
        "VRFY x",
        "EXPN x",
        "HELP",
        "QUIT",
        "STARTTLS",
        "AUTH PLAIN",
        "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=",
        "AUTH LOGIN",
        "YWxpY2U=",
        "*",
        "text",
        "..text",
        ".",
        "",
        "x\ny",
        "x\r"
    };
    private static final String[] WAYS_IN = {
        "",
        "EHLO c.example\r\n",
        "LHLO c.example\r\n",
        "EHLO c.example\r\nMAIL FROM:<a@example.org>\r\n",
        "LHLO c.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n",
        "EHLO c.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n",
        "EHLO c.example\r\nAUTH LOGIN\r\n",
        "EHLO c.example\r\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n",
        "EHLO c.example\r\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
    };

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void anySessionEnds(Protocol protocol) {
        Random random = new Random(protocol.ordinal());
        int arrived = 0;
        for (int round = 0; round < 15_000; round++) {
            SessionPolicy policy = new SessionPolicy(
                    Optional.of(new FakeAuthenticator()),
                    random.nextInt(4) == 0,
                    random.nextInt(8) == 0,
                    protocol == Protocol.SUBMISSION,
                    SessionLimits.DEFAULT.withMessageOctets(200).withErrors(1 + random.nextInt(30)),
                    RefusalPace.ANY);
            FakeBackend backend = new FakeBackend(policy);
            ScriptedConnection connection = new ScriptedConnection(turns(random));
            if (random.nextInt(3) == 0) {
                connection.withTls();
            }
            Sessions.of(protocol, backend).server().handle(connection);
            connection.close();
            check(backend, connection.sent());
            arrived += backend.arrived().size();
        }
        // The noise does get through to the end at times, or it would show little.
        assertThat(arrived).isGreaterThan(50);
    }

    private static void check(FakeBackend backend, String sent) {
        assertThat(sent).endsWith("\r\n");
        for (String line : sent.split("\r\n")) {
            assertThat(line).matches("[2-5][0-5][0-9][ -][ -~]*");
            assertThat(line).doesNotContain("internal error");
        }
        assertThat(backend.openTransactions()).isZero();
        assertThat(backend.events().getLast()).isInstanceOf(SmtpEvent.Closed.class);
        for (FakeBackend.Arrived mail : backend.arrived()) {
            assertThat(mail.message().replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(mail.message().length()).isLessThanOrEqualTo(200);
            assertThat(mail.recipients()).isNotEmpty();
        }
    }

    private static List<Turn> turns(Random random) {
        StringBuilder script = new StringBuilder(WAYS_IN[random.nextInt(WAYS_IN.length)]);
        for (int commands = random.nextInt(12); commands > 0; commands--) {
            script.append(COMMANDS[random.nextInt(COMMANDS.length)]);
            script.append(random.nextInt(20) == 0 ? "\n" : "\r\n");
        }
        byte[] octets = script.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int changes = random.nextInt(3); changes > 0 && octets.length > 0; changes--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        List<Turn> turns = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int length = Math.min(octets.length - at, 1 + random.nextInt(random.nextBoolean() ? 200 : 5));
            byte[] piece = new byte[length];
            System.arraycopy(octets, at, piece, 0, length);
            turns.add(new Turn.Input(piece));
            at += length;
            switch (random.nextInt(60)) {
                case 0 -> turns.add(new Turn.Silence());
                case 1 -> turns.add(new Turn.Drain());
                default -> {}
            }
        }
        return turns;
    }
}
