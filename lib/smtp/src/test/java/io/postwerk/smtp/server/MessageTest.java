package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpVerb;
import io.postwerk.testkit.Transcript;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message after DATA: its one end, and what is refused after it. */
class MessageTest {
    private static final String UP_TO_DATA = """
            C: HELO c.example
            S: 250 mx.example.org
            C: MAIL FROM:<a@example.org>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<alice@example.org>
            S: 250 2.1.5 Recipient ok
            C: DATA
            S: 354 …
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\n.\\n",
                "\\r.\\r",
                "\\r\\n.\\n",
                "\\r\\n.\\r",
                "\\n.\\r\\n",
                "\\r.\\r\\n",
                "\\n\\n.\\r\\n",
                "\\r\\r\\n.\\r",
                "\\r\\n.\\r\\r\\n",
                "\\r\\n\\x00.\\n",
                "\\n",
                "\\r",
                "x\\ny",
                "\\n.\\r",
                "\\r.\\n"
            })
    void onlyOneThingEndsIt(String smuggled) {
        Sessions sessions = Sessions.smtp().verify(UP_TO_DATA + """
                C: before%s\\
                C: MAIL FROM:<smuggled@example.org>
                C: RCPT TO:<victim@example.org>
                C: DATA
                C: smuggled
                C: .
                S: 550 5.6.0 Message refused: it contains a CR or LF that is not part of a CRLF
                C: NOOP
                S: 250 2.0.0 Ok
                """.formatted(smuggled));
        assertThat(sessions.backend().arrived()).isEmpty();
        assertThat(sessions.backend().events())
                .filteredOn(SmtpEvent.Refused.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(SmtpEvent.Refused.class, refused -> {
                    assertThat(refused.mail()).isPresent();
                    assertThat(refused.verb()).contains(SmtpVerb.DATA);
                    assertThat(refused.reply()).isEqualTo(Replies.BARE_LINE_END_IN_MESSAGE);
                });
    }

    @Test
    void nulIsRefusedAtTheEndAndNeverStripped() {
        // RFC 5322 4
        Sessions sessions = Sessions.smtp().verify(UP_TO_DATA + """
                C: before\\x00after
                C: MAIL FROM:<a@example.org>
                C: .
                S: 550 5.6.0 Message refused: it contains a NUL
                C: NOOP
                S: 250 2.0.0 Ok
                """);
        assertThat(sessions.backend().arrived()).isEmpty();
    }

    @Test
    void aLineMayBeAsLongAsAMessage() {
        // RFC 5321 4.5.3.1.6 asks for 1000 octets at least; SIZE alone bounds it
        String line = "C: " + "y".repeat(3_000_000) + "\n";
        Sessions sessions = limited(3_000_002).verify(UP_TO_DATA + line + "C: .\nS: 250 2.0.0 Ok: queued as QID\n");
        assertThat(sessions.backend().arrived().getFirst().message()).hasSize(3_000_002);
    }

    @Test
    void aBigMessageIsReadToItsEnd() {
        Sessions sessions = limited(10).verify(UP_TO_DATA + """
                C: 12345678
                C: .
                S: 250 2.0.0 Ok: queued as QID
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: 123456789
                C: MAIL FROM:<a@example.org>
                C: .
                S: 552 5.3.4 Message too big
                C: NOOP
                S: 250 2.0.0 Ok
                """);
        assertThat(sessions.backend().arrived())
                .extracting(FakeBackend.Arrived::message)
                .containsExactly("12345678\r\n");
    }

    @Test
    void stuffingDoesNotCountAsSize() {
        // RFC 1870 5: without the dots that are doubled
        assertThat(limited(4)
                        .verify(UP_TO_DATA + "C: ...\nC: .\nS: 250 …\n")
                        .backend()
                        .arrived())
                .hasSize(1);
    }

    @Test
    void aDeclaredSizeIsRefusedAtMail() {
        // RFC 1870 6.1
        limited(10).verify("""
                C: EHLO c.example
                S: 250-…
                S: 250-…
                S: 250-SIZE 10
                S: 250-…
                S: 250-…
                S: 250 …
                C: MAIL FROM:<a@example.org> SIZE=11
                S: 552 5.3.4 Message too big
                C: MAIL FROM:<a@example.org> SIZE=10
                S: 250 2.1.0 Sender ok
                """);
    }

    @Test
    void aFullDiskIsNoReasonToLoseTheThread() {
        SmtpServer.Settings settings = new SmtpServer.Settings(
                "test", Protocol.SMTP, "mx.example.org", Optional.empty(), Path.of("/nonexistent/spool"));
        FakeBackend backend = new FakeBackend(SessionPolicy.open(SessionLimits.DEFAULT));
        String big = "x".repeat(300 * 1024);
        Transcript.of("S: 220 …\n" + UP_TO_DATA + "C: " + big + "\nC: RSET\nC: .\n"
                        + "S: 452 4.3.1 Insufficient storage, try again later\nC: NOOP\nS: 250 2.0.0 Ok")
                .verify(new SmtpServer(settings, backend));
        assertThat(backend.arrived()).isEmpty();
    }

    @Test
    void aBigMessageGoesThroughAFile() {
        String line = "C: " + "y".repeat(70_000) + "\n";
        Sessions sessions =
                Sessions.smtp().verify(UP_TO_DATA + line.repeat(10) + "C: .\nS: 250 2.0.0 Ok: queued as QID\n");
        assertThat(sessions.backend().arrived().getFirst().message()).hasSize(700_020);
    }

    @Test
    void aClientThatLeavesHasSentNothing() {
        Sessions sessions = Sessions.smtp().verify(UP_TO_DATA + "C: half a mess\\\n");
        assertThat(sessions.backend().arrived()).isEmpty();
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(SmtpEvent.Closed.Reason.CLIENT_LEFT));
    }

    @Test
    void aClientThatIsSilentIsToldGoodbye() {
        Sessions.smtp().verify(UP_TO_DATA + """
                C: half a message
                * silence
                S: 421 4.4.2 mx.example.org timeout, closes the connection
                * close
                """);
    }

    private static Sessions limited(long octets) {
        return Sessions.of(Protocol.SMTP, SessionPolicy.open(SessionLimits.DEFAULT.withMessageOctets(octets)));
    }
}
