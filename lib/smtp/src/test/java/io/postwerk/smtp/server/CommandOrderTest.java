package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.Protocol;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every command in every state (RFC 5321 4.1.4), by the code of its reply. The commands are those of
 * RFC 5321 4.1.1.1, 4.1.1.2, 4.1.1.3, 4.1.1.4, 4.1.1.5, and
 * RFC 5321 4.1.1.8, 4.1.1.9, 4.1.1.10; what VRFY means is in RFC 5321 3.5.3, LHLO in RFC 2033 4.1.
 */
class CommandOrderTest {
    private static final String EHLO = "EHLO c.example";
    private static final String LHLO = "LHLO c.example";
    private static final String MAIL = "MAIL FROM:<a@example.org>";
    private static final String AUTH = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=";

    @ParameterizedTest
    @CsvSource({
        // command, before hello, after it, in a transaction, with a recipient
        "HELO c.example, 250, 250, 250, 250",
        "EHLO c.example, 250, 250, 250, 250",
        "LHLO c.example, 500, 500, 500, 500",
        "HELO, 501, 501, 501, 501",
        "MAIL FROM:<b@example.org>, 503, 250, 503, 503",
        "MAIL FROM:<b>, 503, 501, 503, 503",
        "RCPT TO:<b@example.org>, 503, 503, 250, 250",
        "RCPT TO:<b>, 503, 503, 501, 501",
        "DATA, 503, 503, 554, 354",
        "DATA x, 503, 503, 501, 501",
        "RSET, 250, 250, 250, 250",
        "NOOP, 250, 250, 250, 250",
        "HELP, 214, 214, 214, 214",
        "VRFY alice, 252, 252, 252, 252",
        "EXPN list, 502, 502, 502, 502",
        "STARTTLS, 220, 220, 220, 220",
        "AUTH PLAIN, 503, 503, 503, 503",
        "QUIT, 221, 221, 221, 221",
        "QUIT x, 501, 501, 501, 501",
        "JUNK, 500, 500, 500, 500",
        "'', 500, 500, 500, 500",
    })
    void smtp(String command, int connected, int ready, int mailing, int withRecipient) {
        Sessions sessions = Sessions.smtp();
        assertThat(reply(sessions, command)).isEqualTo(connected);
        assertThat(reply(sessions, EHLO, command)).isEqualTo(ready);
        assertThat(reply(sessions, EHLO, MAIL, command)).isEqualTo(mailing);
        assertThat(reply(sessions, EHLO, MAIL, "RCPT TO:<a@example.org>", command))
                .isEqualTo(withRecipient);
    }

    @ParameterizedTest
    @CsvSource({
        "HELO c.example, 500, 500, 500, 500",
        "EHLO c.example, 500, 500, 500, 500",
        "LHLO c.example, 250, 250, 250, 250",
        "MAIL FROM:<b@example.org>, 503, 250, 503, 503",
        "RCPT TO:<b@example.org>, 503, 503, 250, 250",
        // RFC 2033 4.2: 503 when no RCPT has succeeded
        "DATA, 503, 503, 503, 354",
        "RSET, 250, 250, 250, 250",
        "NOOP, 250, 250, 250, 250",
        "VRFY alice, 252, 252, 252, 252",
        "AUTH PLAIN, 500, 500, 500, 500",
        "STARTTLS, 220, 220, 220, 220",
        "QUIT, 221, 221, 221, 221",
    })
    void lmtp(String command, int connected, int ready, int mailing, int withRecipient) {
        Sessions sessions = Sessions.lmtp();
        assertThat(reply(sessions, command)).isEqualTo(connected);
        assertThat(reply(sessions, LHLO, command)).isEqualTo(ready);
        assertThat(reply(sessions, LHLO, MAIL, command)).isEqualTo(mailing);
        assertThat(reply(sessions, LHLO, MAIL, "RCPT TO:<a@example.org>", command))
                .isEqualTo(withRecipient);
    }

    @ParameterizedTest
    @CsvSource({
        // command, after hello without TLS, in TLS, and after AUTH, in a transaction
        "MAIL FROM:<b@example.org>, 530, 530, 250, 503",
        "MAIL FROM:<b>, 530, 530, 501, 503",
        "RCPT TO:<b@example.org>, 530, 530, 503, 250",
        "DATA, 530, 530, 503, 554",
        "VRFY alice, 530, 530, 252, 252",
        "EXPN list, 530, 530, 502, 502",
        "RSET, 250, 250, 250, 250",
        "NOOP, 250, 250, 250, 250",
        "HELP, 214, 214, 214, 214",
        "EHLO c.example, 250, 250, 250, 250",
        "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=, 538, 235, 503, 503",
        "STARTTLS, 220, 503, 503, 503",
        "QUIT, 221, 221, 221, 221",
    })
    // RFC 6409 4.3: AUTH first
    void submission(String command, int ready, int inTls, int authenticated, int mailing) {
        Sessions sessions = Sessions.submission();
        assertThat(reply(sessions, EHLO, command)).isEqualTo(ready);
        assertThat(reply(sessions, EHLO, "STARTTLS", EHLO, command)).isEqualTo(inTls);
        assertThat(reply(sessions, EHLO, "STARTTLS", EHLO, AUTH, command)).isEqualTo(authenticated);
        assertThat(reply(sessions, EHLO, "STARTTLS", EHLO, AUTH, MAIL, command)).isEqualTo(mailing);
    }

    @Test
    void aListenerMayDemandTlsBeforeMail() {
        // RFC 3207 4
        SessionPolicy policy =
                new SessionPolicy(Optional.empty(), true, true, false, SessionLimits.DEFAULT, RefusalPace.ANY);
        Sessions sessions = Sessions.of(Protocol.SMTP, policy);
        assertThat(reply(sessions, EHLO, MAIL)).isEqualTo(530);
        assertThat(reply(sessions, EHLO, "VRFY a")).isEqualTo(530);
        assertThat(reply(sessions, EHLO, "NOOP")).isEqualTo(250);
        assertThat(reply(sessions, EHLO, "STARTTLS", EHLO, MAIL)).isEqualTo(250);
    }

    @Test
    void withoutCertificatesThereIsNoStartTls() {
        assertThat(reply(Sessions.smtp().withoutStartTls(), EHLO, "STARTTLS")).isEqualTo(502);
    }

    @Test
    void theTableNamesEveryVerbOnce() {
        for (Protocol protocol : Protocol.values()) {
            assertThat(SmtpCommandTable.of(protocol))
                    .extracting(SmtpCommandTable.Row::verb)
                    .doesNotHaveDuplicates();
        }
    }

    /** The code of the last command's reply. */
    private static int reply(Sessions sessions, String... commands) {
        List<Turn> turns = new ArrayList<>();
        Arrays.stream(commands)
                .map(command -> new Turn.Input((command + "\r\n").getBytes(StandardCharsets.US_ASCII)))
                .forEach(turns::add);
        ScriptedConnection connection = new ScriptedConnection(turns);
        sessions.server().handle(connection);
        connection.close();
        List<String> replies =
                connection.sent().lines().filter(line -> line.charAt(3) == ' ').toList();
        assertThat(replies).hasSize(commands.length + 1);
        assertThat(sessions.backend().openTransactions()).isZero();
        return Integer.parseInt(replies.getLast().substring(0, 3));
    }
}
