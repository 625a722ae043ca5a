package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.sasl.FailureReason;
import io.postwerk.smtp.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4954: AUTH. */
class AuthTest {
    private static final String EHLO = """
            C: EHLO c.example
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 AUTH PLAIN LOGIN
            """;

    private final FakeAuthenticator authenticator = new FakeAuthenticator();

    private Sessions submission(boolean needsTls) {
        return Sessions.of(
                Protocol.SUBMISSION, SessionPolicy.submission(authenticator, needsTls, SessionLimits.DEFAULT));
    }

    @Test
    void aUserSendsMail() {
        Sessions sessions = submission(true).verifyInTls(EHLO + """
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 235 2.7.0 Authentication succeeded
                C: MAIL FROM:<alice@example.org> AUTH=alice@example.org
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: .
                S: 250 2.0.0 Ok: queued as QID
                """);
        assertThat(sessions.backend().arrived()).singleElement().satisfies(mail -> {
            SessionFacts session = mail.transaction().session();
            assertThat(session.user()).contains(FakeAuthenticator.ALICE);
            assertThat(session.withKeyword()).isEqualTo("ESMTPSA");
            assertThat(mail.transaction().parameters().submitter()).contains("alice@example.org");
        });
        assertThat(authenticator.facts()).singleElement().satisfies(facts -> {
            assertThat(facts.service()).isEqualTo("submission");
            assertThat(facts.secured()).isTrue();
            assertThat(facts.tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
        });
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Authenticated("PLAIN", FakeAuthenticator.ALICE));
    }

    @Test
    void beforeTlsItIsNeitherOfferedNorAccepted() {
        submission(true).verify("""
                C: EHLO c.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 STARTTLS
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 538 5.7.11 Encryption required for authentication: send STARTTLS first
                C: MAIL FROM:<alice@example.org>
                S: 530 5.7.0 Authentication required
                """);
        assertThat(authenticator.facts()).isEmpty();
    }

    @Test
    void theClientMayBeAskedForItsResponse() {
        submission(true).verifyInTls(EHLO + """
                C: AUTH PLAIN
                S: 334
                C: AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 235 2.7.0 Authentication succeeded
                C: AUTH PLAIN
                S: 503 5.5.1 Authenticated already
                """);
    }

    @Test
    void severalChallenges() {
        submission(false).withoutStartTls().verify(EHLO + """
                C: AUTH LOGIN
                S: 334 VXNlciBOYW1l
                C: YWxpY2U=
                S: 334 UGFzc3dvcmQ=
                C: d29uZGVybGFuZA==
                S: 235 2.7.0 Authentication succeeded
                """);
    }

    @Test
    void anEmptyInitialResponseIsNotNone() {
        Sessions sessions = submission(true).verifyInTls(EHLO + """
                C: AUTH PLAIN =
                S: 535 5.7.8 Authentication failed
                """);
        assertThat(sessions.backend().events())
                .contains(new SmtpEvent.AuthenticationFailed("PLAIN", FailureReason.CREDENTIALS));
    }

    @Test
    void theClientMayCancel() {
        submission(true).verifyInTls(EHLO + """
                C: AUTH LOGIN YWxpY2U=
                S: 334 UGFzc3dvcmQ=
                C: *
                S: 501 5.7.0 Authentication cancelled
                C: MAIL FROM:<alice@example.org>
                S: 530 5.7.0 Authentication required
                C: AUTH LOGIN
                S: 334 …
                C: !
                S: 501 5.5.2 Bad authentication data
                """);
        assertThat(authenticator.cancelled()).isEqualTo(2);
    }

    @Test
    void additionalDataIsOneMoreChallenge() {
        submission(true).verifyInTls(EHLO + """
                C: AUTH FINAL biws
                S: 334 dj0x
                C: *
                S: 501 5.7.0 Authentication cancelled
                C: AUTH FINAL biws
                S: 334 dj0x
                C: eA==
                S: 501 5.5.2 Bad authentication data
                C: AUTH FINAL biws
                S: 334 dj0x
                C:
                S: 235 2.7.0 Authentication succeeded
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS, 535 5.7.8 Authentication failed",
        "DISABLED, 535 5.7.8 Authentication failed",
        "EXPIRED, 535 5.7.8 Authentication failed",
        "NOT_AUTHORIZED, 535 5.7.8 Authentication failed",
        "TEMPORARY, 454 4.7.0 Temporary authentication failure",
        "ENCRYPTION_REQUIRED, 538 5.7.11 Encryption required for authentication: send STARTTLS first",
        "MALFORMED, 501 5.5.2 Bad authentication data",
        "UNKNOWN_MECHANISM, 504 5.5.4 Mechanism not supported",
    })
    void eachFailureHasItsReply(FailureReason reason, String reply) {
        String response = Base64.getEncoder().encodeToString(reason.name().getBytes(StandardCharsets.US_ASCII));
        submission(true).verifyInTls(EHLO + "C: AUTH FAIL " + response + "\nS: " + reply + "\n");
    }

    @Test
    void afterSomeFailuresTheSessionEnds() {
        SessionPolicy policy = SessionPolicy.submission(authenticator, true, SessionLimits.DEFAULT.withAuthFailures(2));
        Sessions sessions = Sessions.of(Protocol.SUBMISSION, policy).verifyInTls(EHLO + """
                C: AUTH FAIL VEVNUE9SQVJZ
                S: 454 …
                C: AUTH PLAIN AGEAYg==
                S: 535 5.7.8 Authentication failed
                C: AUTH PLAIN AGEAYg==
                C: NOOP
                S: 535 5.7.8 Authentication failed
                S: 421 4.7.0 mx.example.org too many errors
                * close
                """);
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(SmtpEvent.Closed.Reason.LIMIT));
    }

    @Test
    void linesHaveALimit() {
        // RFC 4954 4: 12288 octets with CRLF
        submission(true)
                .verifyInTls(EHLO
                        + """
                C: AUTH PLAIN
                S: 334
                C: %s
                S: 535 5.7.8 Authentication failed
                C: AUTH PLAIN
                S: 334
                C: %s
                S: 500 5.5.6 Authentication exchange line is too long
                C: AUTH PLAIN %s
                S: 535 5.7.8 Authentication failed
                C: AUTH PLAIN %s
                S: 500 5.5.2 Line too long
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 235 2.7.0 Authentication succeeded
                """.formatted("A".repeat(12284), "A".repeat(12288), "A".repeat(12272), "A".repeat(12280)));
    }

    @Test
    void itIsAnExtension() {
        submission(true).verifyInTls("""
                C: HELO c.example
                S: 250 mx.example.org
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 503 5.5.1 Send HELO or EHLO first
                """);
    }

    @Test
    void whereItIsNotOfferedItsParameterIsUnknown() {
        Sessions.smtp().verifyInTls("""
                C: EHLO c.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250 ENHANCEDSTATUSCODES
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 503 5.5.1 Authentication is not offered here
                C: MAIL FROM:<a@example.org> AUTH=<>
                S: 555 5.5.4 Parameter not recognised: AUTH
                """);
    }

    @Test
    void aStrangerMayStayOneWhereAuthIsOptional() {
        SessionPolicy policy = new SessionPolicy(
                Optional.of(authenticator), true, false, false, SessionLimits.DEFAULT, RefusalPace.ANY);
        Sessions sessions = Sessions.of(Protocol.SMTP, policy).verifyInTls(EHLO + """
                C: MAIL FROM:<someone@elsewhere.test> AUTH=<>
                S: 250 2.1.0 Sender ok
                C: AUTH PLAIN
                S: 503 5.5.1 AUTH is not possible within a transaction
                C: RSET
                S: 250 2.0.0 Ok
                C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
                S: 235 2.7.0 Authentication succeeded
                C: MAIL FROM:<alice@example.org> AUTH=+3
                S: 501 5.5.4 Bad value of parameter AUTH
                """);
        assertThat(authenticator.facts().getFirst().service()).isEqualTo("smtp");
        assertThat(sessions.backend().arrived()).isEmpty();
    }
}
