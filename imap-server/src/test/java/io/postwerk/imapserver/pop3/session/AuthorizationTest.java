package io.postwerk.imapserver.pop3.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.pop3.Pop3Settings;
import io.postwerk.net.TlsContext;
import io.postwerk.sasl.FailureReason;
import io.postwerk.testkit.Transcript;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939 4: the AUTHORIZATION state. */
class AuthorizationTest {
    private final Pop3Fixture pop3 = new Pop3Fixture();

    @Test
    void quitEndsTheSession() {
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: QUIT
                S: +OK Bye
                * close
                """);
    }

    @Test
    void theClientMayJustLeave() {
        pop3.verify("S: +OK mx.example.org POP3 ready");
    }

    @Test
    void capabilitiesInTheClearOfferTlsAndNoLogin() {
        // RFC 2449 5, 6.1, 6.4, 6.6, 6.7, 6.8, 6.9; RFC 3206 6; RFC 2595 4
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: CAPA
                S: +OK Capabilities follow
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: EXPIRE NEVER
                S: STLS
                S: IMPLEMENTATION Postwerk
                S: .
                """);
    }

    @Test
    void capabilitiesOverTlsOfferLoginAndNoMoreTls() {
        // RFC 2449 6.2, 6.3 and RFC 5034 3
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: CAPA
                S: +OK Capabilities follow
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: EXPIRE NEVER
                S: USER
                S: SASL TALK PLAIN
                S: IMPLEMENTATION Postwerk
                S: .
                """).overTls());
    }

    @Test
    void nothingIsOfferedWhileNobodyChecksLogins() {
        pop3.authenticator.goAway();
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: CAPA
                S: +OK Capabilities follow
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: EXPIRE NEVER
                S: IMPLEMENTATION Postwerk
                S: .
                C: USER alice@example.org
                C: PASS wonderland
                S: +OK Send PASS
                S: -ERR [SYS/TEMP] Authentication is not available now
                """).overTls());
    }

    @Test
    void withoutTlsNobodyLogsIn() {
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: USER alice@example.org
                S: -ERR [AUTH] Use TLS first
                C: PASS wonderland
                S: -ERR [AUTH] Use TLS first
                C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=
                S: -ERR [AUTH] Use TLS first
                """);
    }

    @Test
    void withoutTlsSomebodyLogsInWhereThatIsAllowed() {
        pop3.settings = pop3.settings.withRequireTls(false);
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S: +OK Logged in, 0 messages, 0 octets
                """);
        assertThat(pop3.authenticator.facts().secured()).isFalse();
    }

    @Test
    void stlsBeginsTlsAndForgetsWhatWasSaidBefore() {
        // RFC 2595 4
        pop3.settings = pop3.settings.withRequireTls(false);
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: USER alice@example.org
                S: +OK Send PASS
                C: STLS
                S: +OK Begin TLS negotiation now
                * tls
                C: PASS wonderland
                S: -ERR Send USER first
                C: STLS
                S: -ERR TLS is on already
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S: +OK Logged in, 0 messages, 0 octets
                C: STLS
                S: -ERR STLS is not allowed now
                """);
        assertThat(pop3.authenticator.facts().secured()).isTrue();
        assertThat(pop3.authenticator.facts().tls()).isPresent();
    }

    @Test
    void whatIsInjectedBehindStlsIsNeverRead() {
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: STLS
                C: USER mallory@example.org
                S: +OK Begin TLS negotiation now
                * tls 26
                C: PASS door
                S: -ERR Send USER first
                """);
    }

    @Test
    void stlsIsRefusedWhereThereIsNoCertificate() {
        pop3.settings = new Pop3Settings("mx.example.org", Optional.<TlsContext>empty(), true, pop3.settings.limits());
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                C: STLS
                S: -ERR TLS is not offered here
                """);
    }

    @Test
    void logsInByUserAndPass() {
        pop3.deliver("A: 1\r\n\r\n1234\r\n");
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S: +OK Logged in, 1 message, 14 octets
                C: USER alice@example.org
                S: -ERR USER is not allowed now
                C: QUIT
                S: +OK Bye
                * close
                """).overTls());
        assertThat(pop3.authenticator.facts().service()).isEqualTo("pop3");
    }

    @Test
    void aPasswordMayHaveSpaces() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: USER bob@example.org
                C: PASS two  words
                S: +OK Send PASS
                S: +OK Logged in, 0 messages, 0 octets
                """).overTls());
    }

    @Test
    void passBelongsToTheUserRightBeforeIt() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: PASS wonderland
                S: -ERR Send USER first
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wrong
                S: -ERR [AUTH] Authentication failed
                C: PASS wonderland
                S: -ERR Send USER first
                C: USER bob@example.org
                S: +OK Send PASS
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S: +OK Logged in, …
                """).overTls());
    }

    @Test
    void nobodyLearnsWhoExists() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: USER nobody@example.org
                C: PASS wonderland
                S: +OK Send PASS
                S: -ERR [AUTH] Authentication failed
                C: USER mallory@example.org
                C: PASS door
                S: +OK Send PASS
                S: -ERR [AUTH] Authentication failed
                """).overTls());
    }

    @Test
    void afterThreeFailuresTheSessionEnds() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: USER a
                C: PASS a
                C: USER b
                C: PASS b
                C: USER c
                C: PASS c
                C: USER alice@example.org
                C: PASS wonderland
                S: +OK Send PASS
                S: -ERR [AUTH] Authentication failed
                S: +OK Send PASS
                S: -ERR [AUTH] Authentication failed
                S: +OK Send PASS
                S: -ERR [AUTH] Too many failed logins
                * close
                """).overTls());
    }

    @Test
    void temporaryFailuresAreNotHeldAgainstTheClient() {
        pop3.authenticator.withFailing("late@example.org", "x", FailureReason.TEMPORARY);
        String attempt = """
                C: USER late@example.org
                C: PASS x
                S: +OK Send PASS
                S: -ERR [SYS/TEMP] Authentication is not available now
                """;
        pop3.verify(Transcript.of("S: +OK mx.example.org POP3 ready\n" + attempt.repeat(5))
                .overTls());
    }

    @Test
    void authenticatesWithAnInitialResponse() {
        // RFC 5034 4
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: auth plain AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=
                S: +OK Logged in, 0 messages, 0 octets
                """).overTls());
    }

    @Test
    void authenticatesByChallengeAndResponse() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH PLAIN
                S: +
                C: AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=
                S: +OK Logged in, 0 messages, 0 octets
                C: AUTH PLAIN
                S: -ERR AUTH is not allowed now
                """).overTls());
    }

    @Test
    void whatTheServerSaysWithSuccessIsOneMoreChallenge() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH TALK
                S: + d2hvPw==
                C: YWxpY2VAZXhhbXBsZS5vcmc=
                S: + d2VsY29tZQ==
                C:
                S: +OK Logged in, 0 messages, 0 octets
                """).overTls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "YQ==", "?"})
    void successHasToBeConfirmed(String answer) {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH TALK YWxpY2VAZXhhbXBsZS5vcmc=
                S: + d2VsY29tZQ==
                C: %s
                S: -ERR Authentication …
                C: STAT
                S: -ERR STAT is not allowed now
                """.formatted(answer)).overTls());
    }

    @Test
    void anEqualsSignIsAnEmptyInitialResponse() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH PLAIN =
                S: -ERR Bad authentication data
                """).overTls());
    }

    @Test
    void anExchangeCanBeCancelled() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH PLAIN
                S: +
                C: *
                S: -ERR Authentication cancelled
                """).overTls());
        assertThat(pop3.authenticator.cancelled()).isEqualTo(1);
    }

    @Test
    void whatIsNotBase64EndsTheExchange() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH PLAIN *
                S: -ERR Authentication data is not base64
                C: AUTH PLAIN
                S: +
                C: not base64
                S: -ERR Authentication data is not base64
                C: AUTH PLAIN
                S: +
                C: AGFs\\naWNl
                S: -ERR Authentication data is not base64
                """).overTls());
        assertThat(pop3.authenticator.cancelled()).isEqualTo(2);
    }

    @Test
    void aClientThatLeavesCancelsItsExchange() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH PLAIN
                S: +
                """).overTls());
        assertThat(pop3.authenticator.cancelled()).isEqualTo(1);
    }

    @Test
    void unknownMechanismsAreRefused() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH GSSAPI
                S: -ERR Mechanism is not offered
                C: APOP alice@example.org c4c9334bac560ecc979e58001b3e22fb
                S: -ERR Unknown command
                """).overTls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 1", "UIDL", "UIDL 1"})
    void commandsOfTheMaildropAreForThoseWhoHaveLoggedIn(String command) {
        String verb = command.split(" ")[0];
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: %s
                S: -ERR %s is not allowed now
                """.formatted(command, verb)).overTls());
    }

    @Test
    void aMaildropIsOpenInOneSessionAtATime() {
        pop3.deliver("x\r\n");
        Transcript second = Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=
                S: -ERR [IN-USE] Mailbox is open in another POP3 session
                C: USER bob@example.org
                S: +OK Send PASS
                C: PASS two  words
                S: +OK Logged in, 0 messages, 0 octets
                """).overTls();
        pop3.verify(pop3.alice("""
                * event second session
                C: DELE 1
                S: +OK Message 1 deleted
                C: QUIT
                S: +OK Bye, 1 message removed
                * close
                """).on("second session", () -> second.verify(pop3::serve)));

        // RFC 1939 6: QUIT has let it go
        pop3.verifyAlice("C: STAT\nS: +OK 0 0");
    }
}
