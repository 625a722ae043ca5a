package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.TransferDeadline;
import io.postwerk.net.Wake;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.server.SmtpEvent.Closed.Reason;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import io.postwerk.testkit.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every limit has an answer; and how a session ends when nobody said QUIT. */
class LimitsTest {
    private static final SessionLimits LIMITS = SessionLimits.DEFAULT;

    private static Sessions smtp(SessionLimits limits) {
        return Sessions.of(Protocol.SMTP, SessionPolicy.open(limits));
    }

    @Test
    void linesHaveALimit() {
        // RFC 5321 4.5.3.1.4 and 4.5.3.1.9, and what parameters may add
        Sessions.smtp().verify("""
                C: NOOP %s
                S: 250 2.0.0 Ok
                C: NOOP %s
                S: 500 5.5.2 Line too long
                C: NOOP %s
                S: 500 5.5.2 Line too long
                C: NOOP
                S: 250 2.0.0 Ok
                """.formatted("x".repeat(2041), "x".repeat(2042), "x".repeat(20_000)));
    }

    @Test
    void linesEndWithCrlfAlone() {
        // RFC 5321 2.3.8
        Sessions.smtp().verify("""
                C: NOOP\\nNOOP
                S: 500 5.5.2 A line ends with CRLF, and has no other CR or LF
                C: NOOP\\r
                S: 500 5.5.2 A line ends with CRLF, and has no other CR or LF
                C: NOOP
                S: 250 2.0.0 Ok
                """);
    }

    @Test
    void recipientsHaveALimit() {
        // RFC 5321 4.5.3.1.10
        Sessions sessions = smtp(LIMITS.withRecipients(2)).verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                C: RCPT TO:<one@example.org>
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<two@example.org>
                C: RCPT TO:<three@example.org>
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 550 5.1.1 No such mailbox: nobody@example.org
                S: 250 2.1.5 Recipient ok
                S: 452 4.5.3 Too many recipients
                S: 354 …
                C: .
                S: 250 2.0.0 Ok: queued as QID
                """);
        assertThat(sessions.backend().arrived().getFirst().recipients()).hasSize(2);
    }

    @Test
    void errorsHaveALimit() {
        Sessions sessions = smtp(LIMITS.withErrors(3).withoutDelay()).verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: JUNK
                S: 500 5.5.1 Command not recognised
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<nobody@example.org>
                S: 550 5.1.1 No such mailbox: nobody@example.org
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<alice@example.org>
                S: 550 5.1.1 No such mailbox: nobody@example.org
                S: 421 4.7.0 mx.example.org too many errors
                * close
                """);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(Reason.LIMIT));
    }

    @Test
    void errorsBeyondHalfOfTheLimitWaitLongerAndLonger() {
        Sessions sessions = smtp(LIMITS.withErrors(6)).verify("""
                C: JUNK
                C: JUNK
                C: JUNK
                C: JUNK
                C: JUNK
                C: JUNK
                C: JUNK
                S: 500 5.5.1 Command not recognised
                S: 500 5.5.1 Command not recognised
                S: 500 5.5.1 Command not recognised
                * pause 1000 ms
                S: 500 5.5.1 Command not recognised
                * pause 2000 ms
                S: 500 5.5.1 Command not recognised
                * pause 3000 ms
                S: 500 5.5.1 Command not recognised
                S: 421 4.7.0 mx.example.org too many errors
                * close
                """);
        assertThat(sessions.backend().events())
                .contains(
                        new SmtpEvent.Delayed(SmtpEvent.Limit.ERRORS),
                        new SmtpEvent.LimitReached(SmtpEvent.Limit.ERRORS));
    }

    @Test
    void commandsThatBringNoMailBecomeErrors() {
        Sessions sessions = smtp(LIMITS.withErrors(4).withJunkCommands(5)).verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: NOOP
                S: 250 2.0.0 Ok
                C: RSET
                S: 250 2.0.0 Ok
                C: VRFY alice
                S: 252 …
                C: HELP
                S: 214 …
                C: NOOP
                S: 250 2.0.0 Ok
                C: RSET
                S: 250 2.0.0 Ok
                C: HELO c.example
                * pause 1000 ms
                S: 250 mx.example.org
                C: NOOP
                * pause 2000 ms
                S: 250 2.0.0 Ok
                S: 421 4.7.0 mx.example.org too many errors
                * close
                """);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.LimitReached(SmtpEvent.Limit.JUNK_COMMANDS));
    }

    @Test
    void aRelayThatSaysRsetBeforeEachMailIsNotSlowed() {
        String mail = """
                C: RSET
                S: 250 …
                C: MAIL FROM:<a@example.org>
                S: 250 …
                C: RCPT TO:<alice@example.org>
                S: 250 …
                C: DATA
                S: 354 …
                C: .
                S: 250 …
                """;
        smtp(LIMITS.withJunkCommands(3)).verify("C: HELO c.example\nS: 250 …\n" + mail.repeat(200));
    }

    @Test
    void refusedRecipientsWaitAsTheirClientsPaceSays() {
        int[] refusals = {0};
        RefusalPace pace = new RefusalPace() {
            @Override
            public boolean exhausted() {
                return refusals[0] > 3;
            }

            @Override
            public Duration refused() {
                return Duration.ofSeconds(Math.max(0, ++refusals[0] - 1));
            }
        };
        Sessions sessions = Sessions.of(
                        Protocol.SMTP, SessionPolicy.open(LIMITS).withRefusals(pace))
                .verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<alice@example.org>
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<later@example.org>
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.0 Sender ok
                S: 550 5.1.1 No such mailbox: nobody@example.org
                S: 250 2.1.5 Recipient ok
                * pause 1000 ms
                S: 550 5.1.1 No such mailbox: nobody@example.org
                S: 451 …
                * pause 2000 ms
                S: 550 5.1.1 No such mailbox: nobody@example.org
                * pause 3000 ms
                S: 550 5.1.1 No such mailbox: nobody@example.org
                S: 421 4.7.0 mx.example.org too many refused recipients from your address, try again later
                * close
                """);
        assertThat(sessions.backend().events())
                .contains(new SmtpEvent.LimitReached(SmtpEvent.Limit.REFUSED_RECIPIENTS));
    }

    @Test
    void aMessageHasADeadline() {
        SessionLimits hasty = LIMITS.withTimes(
                Duration.ofMinutes(5), new TransferDeadline.Rules(Duration.ofMinutes(5), Duration.ZERO, 0));
        Sessions sessions = smtp(hasty).verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 …
                C: RCPT TO:<alice@example.org>
                S: 250 …
                C: DATA
                S: 354 …
                S: 421 4.4.2 mx.example.org timeout, closes the connection
                * close
                """);
        assertThat(sessions.backend().events())
                .contains(new SmtpEvent.LimitReached(SmtpEvent.Limit.MESSAGE_TIME))
                .contains(new SmtpEvent.Closed(Reason.TIMEOUT));
    }

    @Test
    void anAcceptedMessageForgivesErrors() {
        smtp(LIMITS.withErrors(2)).verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: JUNK
                S: 500 …
                C: MAIL FROM:<a@example.org>
                S: 250 …
                C: RCPT TO:<alice@example.org>
                S: 250 …
                C: DATA
                S: 354 …
                C: .
                S: 250 …
                C: JUNK
                S: 500 …
                C: NOOP
                S: 250 2.0.0 Ok
                """);
    }

    @Test
    void messagesHaveALimit() {
        smtp(LIMITS.withMessages(1)).verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 …
                C: RCPT TO:<alice@example.org>
                S: 250 …
                C: DATA
                S: 354 …
                C: .
                S: 250 …
                C: MAIL FROM:<a@example.org>
                S: 421 4.7.0 mx.example.org too many messages in one session
                * close
                """);
    }

    @Test
    void waitingHasALimit() {
        // RFC 5321 4.5.3.2.7
        Sessions sessions = Sessions.smtp().verify("""
                C: EHLO c.example
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250 …
                * silence
                S: 421 4.4.2 mx.example.org timeout, closes the connection
                * close
                """);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(Reason.TIMEOUT));
    }

    @Test
    void aHalfLineIsNoCommand() {
        Sessions.smtp().verify("""
                C: HEL\\
                * silence
                S: 421 4.4.2 mx.example.org timeout, closes the connection
                * close
                """);
    }

    @Test
    void aStoppingServerFinishesTheTransaction() {
        // RFC 5321 3.8
        Sessions sessions = Sessions.smtp().verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                * drain
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: .
                C: MAIL FROM:<a@example.org>
                S: 250 2.0.0 Ok: queued as QID
                S: 421 4.3.2 mx.example.org is shutting down
                * close
                """);
        assertThat(sessions.backend().arrived()).hasSize(1);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(Reason.SHUTDOWN));
    }

    @Test
    void aStoppingServerSaysGoodbyeToWhoWaits() {
        Sessions.smtp().verify("""
                C: HELO c.example
                S: 250 mx.example.org
                * drain
                S: 421 4.3.2 mx.example.org is shutting down
                * close
                """);
    }

    @Test
    void aUserWhoMayNoLongerLogInIsToldSo() {
        Sessions sessions = Sessions.submission();
        SmtpServer server = sessions.server();
        Transcript.of("""
                S: 220 …
                C: EHLO c.example
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250 AUTH …
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 235 …
                C: MAIL FROM:<alice@example.org>
                S: 250 …
                * event logout
                S: 421 4.7.0 mx.example.org login no longer valid
                * close
                """)
                .overTls()
                .on("logout", () -> {
                    assertThat(server.users()).containsExactly(FakeAuthenticator.ALICE);
                    server.users().forEach(server::logOut);
                })
                .verify(server);
        assertThat(sessions.backend().openTransactions()).isZero();
        assertThat(server.openSessions()).isZero();
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(Reason.LOGGED_OUT));
    }

    @Test
    void aFailureOfTheProgramEndsTheSession() {
        Sessions sessions = Sessions.smtp().verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<broken@example.org>
                S: 421 4.3.0 mx.example.org internal error, try again later
                * close
                """);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(Reason.FAILURE));
    }

    @Test
    void theProgramMayRefuseASession() {
        FakeBackend backend =
                new FakeBackend(SessionPolicy.open(LIMITS)).refusing(Replies.tooManyConnections("mx.example.org"));
        Sessions.of(Protocol.SMTP, backend)
                .verifyAll(Transcript.of("S: 421 4.3.2 mx.example.org too busy, try again later\n* close"));
        assertThat(backend.events())
                .contains(new SmtpEvent.Closed(Reason.REFUSED))
                .doesNotContain(new SmtpEvent.Opened());
    }

    @Test
    void oddNamesAreNoted() {
        Sessions sessions =
                Sessions.smtp().verify("C: EHLO my_pc\nS: 250-…\nS: 250-…\nS: 250-…\nS: 250-…\nS: 250-…\nS: 250 …\n");
        assertThat(sessions.backend().events())
                .contains(new SmtpEvent.UnusualHello(new HelloName("my_pc", HelloName.Kind.UNUSUAL)));
    }

    @Test
    void earlyTalkersAreNoted() throws IOException {
        // RFC 5321 3.1: the client waits for the greeting
        Sessions sessions = Sessions.smtp();
        ScriptedConnection hasty =
                new ScriptedConnection(List.of(new Turn.Input("QUIT\r\n".getBytes(StandardCharsets.US_ASCII))));
        assertThat(hasty.await(Duration.ofMinutes(1))).isEqualTo(Wake.INPUT);
        sessions.server().handle(hasty);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.EarlyTalker());
        assertThat(Sessions.smtp()
                        .verify("C: QUIT\nS: 221 …\n* close\n")
                        .backend()
                        .events())
                .doesNotContain(new SmtpEvent.EarlyTalker());
    }
}
