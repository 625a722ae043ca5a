package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.MailParameters.BodyType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5321 3.3: mail transactions over SMTP. */
class TransactionTest {
    @Test
    void aStrangersMailArrives() {
        Sessions sessions = Sessions.smtp().verify("""
                C: HELO client.example
                S: 250 mx.example.org
                C: MAIL FROM:<someone@elsewhere.test>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: Subject: hello
                C:
                C: ..dots
                C: text
                C: .
                S: 250 2.0.0 Ok: queued as QID
                C: QUIT
                S: 221 2.0.0 mx.example.org closes the connection
                * close
                """);
        assertThat(sessions.backend().arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.message()).isEqualTo("Subject: hello\r\n\r\n.dots\r\ntext\r\n");
            assertThat(mail.transaction().reversePath()).hasToString("Optional[someone@elsewhere.test]");
            assertThat(mail.transaction().session().withKeyword()).isEqualTo("SMTP");
        });
        assertThat(sessions.backend().events()).contains(new SmtpEvent.Closed(SmtpEvent.Closed.Reason.QUIT));
    }

    @Test
    void extensionsAreAnnounced() {
        // RFC 2034 2, RFC 1870 4, RFC 6152 2, RFC 2920 2
        Sessions sessions = Sessions.smtp().verify("""
                C: EHLO client.example
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 STARTTLS
                C: MAIL FROM:<> SIZE=100 BODY=8BITMIME
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<postmaster>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: \\xfc
                C: .
                S: 250 2.0.0 Ok: queued as QID
                """);
        assertThat(sessions.backend().arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.message()).isEqualTo("\u00fc\r\n");
            // RFC 5321 4.5.5: the null reverse-path
            assertThat(mail.transaction().reversePath()).isEmpty();
            assertThat(mail.transaction().parameters().body()).isEqualTo(BodyType.EIGHT_BIT);
            assertThat(mail.transaction().parameters().size()).hasValue(100);
            // RFC 5321 4.5.1: postmaster needs no domain
            assertThat(mail.recipients())
                    .extracting(FakeBackend.Recipient::forwardPath)
                    .isEqualTo(List.of(new ForwardPath.Postmaster()));
            assertThat(mail.transaction().session().withKeyword()).isEqualTo("ESMTP");
        });
    }

    @Test
    void aSessionWithoutEhloHasNoExtensions() {
        Sessions.smtp().verify("""
                C: HELO client.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org> SIZE=1
                S: 555 5.5.4 Parameter not recognised: SIZE
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                """);
    }

    @Test
    void recipientsAreDecidedOneByOne() {
        Sessions sessions = Sessions.smtp().verify("""
                C: EHLO c.example
                S: 250-mx.example.org
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250-…
                S: 250 …
                C: MAIL FROM:<nobody@example.org>
                S: 553 5.7.1 Sender address is not yours
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<nobody@example.org>
                S: 550 5.1.1 No such mailbox: nobody@example.org
                C: DATA
                S: 554 5.5.1 No valid recipients
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<later@example.org>
                S: 451 4.2.1 Mailbox is not available at the moment, try again later
                C: RCPT TO:<bob@example.org> NOTIFY=NEVER
                S: 555 5.5.4 Parameter not recognised: NOTIFY
                C: RCPT TO:<@relay.example:bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: .
                S: 250 2.0.0 Ok: queued as QID
                C: DATA
                S: 503 5.5.1 Send MAIL first
                """);
        assertThat(sessions.backend().arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.message()).isEmpty();
            assertThat(mail.recipients())
                    .extracting(recipient -> recipient.forwardPath().toString())
                    .containsExactly("<alice@example.org>", "<bob@example.org>");
        });
    }

    @Test
    void resetForgetsSenderAndRecipients() {
        for (String reset : List.of("RSET", "EHLO c.example", "HELO c.example", "STARTTLS")) {
            Sessions sessions = Sessions.smtp();
            String answer = switch (reset.substring(0, 4)) {
                case "RSET" -> "S: 250 2.0.0 Ok\n";
                case "EHLO" -> "S: 250-…\nS: 250-…\nS: 250-…\nS: 250-…\nS: 250-…\nS: 250 …\n";
                case "HELO" -> "S: 250 mx.example.org\n";
                default -> "S: 220 2.0.0 Ready for TLS\n* tls\nC: HELO c.example\nS: 250 mx.example.org\n";
            };
            sessions.verify("""
                    C: HELO client.example
                    S: 250 mx.example.org
                    C: MAIL FROM:<a@example.org>
                    S: 250 2.1.0 Sender ok
                    C: RCPT TO:<alice@example.org>
                    S: 250 2.1.5 Recipient ok
                    C: %s
                    %sC: RCPT TO:<bob@example.org>
                    S: 503 5.5.1 Send MAIL first
                    C: MAIL FROM:<b@example.org>
                    S: 250 2.1.0 Sender ok
                    C: DATA
                    S: 554 5.5.1 No valid recipients
                    """.formatted(reset, answer));
            assertThat(sessions.backend().arrived()).isEmpty();
        }
    }

    @Test
    void severalMailsInOneSession() {
        Sessions sessions = Sessions.smtp().verify("""
                C: HELO client.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: one
                C: .
                S: 250 2.0.0 Ok: queued as QID
                C: MAIL FROM:<b@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 …
                C: two
                C: .
                S: 250 2.0.0 Ok: queued as QID
                """);
        assertThat(sessions.backend().arrived())
                .extracting(FakeBackend.Arrived::message)
                .containsExactly("one\r\n", "two\r\n");
        assertThat(sessions.backend().arrived())
                .extracting(mail -> mail.transaction().id())
                .doesNotHaveDuplicates();
        assertThat(sessions.backend().arrived().getLast().recipients()).hasSize(1);
    }
}
