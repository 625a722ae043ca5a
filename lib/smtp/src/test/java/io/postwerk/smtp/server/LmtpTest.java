package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 2033: LMTP. */
class LmtpTest {
    private static final String UP_TO_DATA = """
            C: LHLO mx.example.org
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250-STARTTLS
            S: 250 XDELIVERYID
            C: MAIL FROM:<a@example.org>
            C: RCPT TO:<alice@example.org> XDELIVERYID=d-1
            C: RCPT TO:<nobody@example.org> XDELIVERYID=d-2
            C: RCPT TO:<bob@example.org>
            C: DATA
            S: 250 2.1.0 Sender ok
            S: 250 2.1.5 Recipient ok
            S: 550 5.1.1 No such mailbox: nobody@example.org
            S: 250 2.1.5 Recipient ok
            S: 354 …
            """;

    private static FakeBackend backend() {
        return new FakeBackend(SessionPolicy.open(SessionLimits.DEFAULT));
    }

    @Test
    void nulIsRefusedForEachRecipient() {
        // RFC 3501 9: what IMAP hands out has no NUL
        FakeBackend backend = backend();
        Sessions.of(Protocol.LMTP, backend).verify(UP_TO_DATA + """
                C: a\\x00b
                C: .
                S: 550 5.6.0 Message refused: it contains a NUL
                S: 550 5.6.0 Message refused: it contains a NUL
                """);
        assertThat(backend.arrived()).isEmpty();
    }

    @Test
    void eachRecipientHasAReply() {
        // RFC 2033 4.2
        FakeBackend backend = backend()
                .deciding(mail ->
                        new MailTransaction.DataResult.Each(List.of(Replies.delivered("7"), Replies.OVER_QUOTA)));
        Sessions.of(Protocol.LMTP, backend).verify(UP_TO_DATA + """
                C: text
                C: .
                S: 250 2.0.0 Ok: delivered as 7
                S: 452 4.2.2 Mailbox is full
                C: QUIT
                S: 221 2.0.0 …
                * close
                """);
        assertThat(backend.arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.recipients())
                    .extracting(recipient -> recipient.parameters().deliveryId())
                    .containsExactly(Optional.of("d-1"), Optional.empty());
            assertThat(mail.transaction().session().withKeyword()).isEqualTo("LMTP");
        });
    }

    @Test
    void oneDecisionForAllIsRepeated() {
        Sessions.lmtp().verify(UP_TO_DATA + """
                C: text
                C: .
                S: 250 2.0.0 Ok: queued as QID
                S: 250 2.0.0 Ok: queued as QID
                """);
    }

    @Test
    void aBadMessageIsRefusedForEach() {
        Sessions.lmtp().verify(UP_TO_DATA + """
                C: text\\nmore
                C: .
                S: 550 5.6.0 …
                S: 550 5.6.0 …
                C: NOOP
                S: 250 2.0.0 Ok
                """);
    }

    @Test
    void aDecisionThatDoesNotFitIsAFailureOfOurs() {
        FakeBackend backend =
                backend().deciding(mail -> new MailTransaction.DataResult.Each(List.of(Replies.delivered("7"))));
        Sessions.of(Protocol.LMTP, backend).verify(UP_TO_DATA + """
                C: text
                C: .
                S: 421 4.3.0 mx.example.org internal error, try again later
                * close
                """);
    }

    @Test
    void deliveryIdsAreForLmtpOnly() {
        Sessions.smtp().verify("""
                C: HELO c.example
                S: 250 mx.example.org
                C: MAIL FROM:<a@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org> XDELIVERYID=d-1
                S: 555 5.5.4 Parameter not recognised: XDELIVERYID
                """);
    }
}
