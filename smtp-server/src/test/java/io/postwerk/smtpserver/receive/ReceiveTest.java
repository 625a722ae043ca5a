package io.postwerk.smtpserver.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MailId;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.QueueException;
import io.postwerk.smtpserver.queue.QueueFixtures;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.testkit.Transcript;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sessions, to the decision about the message (RFC 5321 3.3, RFC 5321 6.1). */
class ReceiveTest {
    private static final String TO_ALICE = """
            C: MAIL FROM:<someone@client.example>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<alice@example.org>
            S: 250 2.1.5 Recipient ok
            """;

    private static final String DATA = """
            C: DATA
            S: 354 End the message with <CRLF>.<CRLF>
            C: Subject: hello
            C:
            C: text
            C: .
            """;

    private final Receiving receiving = new Receiving();

    @Test
    void oneMailboxIsDeliveredWhileTheClientWaits() {
        receiving.stranger(TO_ALICE + DATA + "S: 250 2.0.0 Ok: delivered as …");
        assertThat(receiving.mailboxes.brought()).singleElement().satisfies(brought -> {
            assertThat(brought.mail().reversePath()).hasToString("Optional[someone@client.example]");
            assertThat(brought.recipients())
                    .extracting(it -> it.address().toString())
                    .containsExactly("alice@example.org");
            assertThat(brought.text())
                    .startsWith("Received: from client.example")
                    .contains("by mx.example.org with SMTP id " + brought.mail().id())
                    .contains("for <alice@example.org>;")
                    .endsWith("\r\nSubject: hello\r\n\r\ntext\r\n");
        });
        assertThat(receiving.queue.changes()).isEmpty();
        assertThat(receiving.events).singleElement().isInstanceOfSatisfying(MailEvent.Accepted.class, accepted -> {
            assertThat(accepted.mode()).isEqualTo(MailEvent.Mode.CUT_THROUGH);
            assertThat(accepted.mail())
                    .isEqualTo(receiving.mailboxes.brought().getFirst().mail().id());
        });
    }

    /** RFC 1870 6.1: the declared size counts; what is not declared is seen at the end. */
    @Test
    void noMailIsTakenOnADiskThatIsAlmostFull() {
        receiving.queue.room(1000);
        receiving.alice(Protocol.SUBMISSION, """
                C: MAIL FROM:<alice@example.org> SIZE=1001
                S: 452 4.3.1 Insufficient storage, try again later
                C: MAIL FROM:<alice@example.org> SIZE=1000
                S: 250 2.1.0 Sender ok
                """);
        receiving.queue.room(3);
        receiving.stranger(TO_ALICE + DATA + "S: 452 4.3.1 Insufficient storage, try again later");
        receiving.queue.room(-1);
        receiving.stranger("""
                C: MAIL FROM:<someone@client.example>
                S: 452 4.3.1 Insufficient storage, try again later
                """);
        assertThat(receiving.queue.mails()).isEmpty();
        assertThat(receiving.mailboxes.brought()).isEmpty();
        assertThat(receiving.events).hasSize(3).allMatch(MailEvent.Refused.class::isInstance);
    }

    @Test
    void oneIdentityFollowsTheMailFromItsBeginning() {
        receiving.mailboxes.answer(FakeMailboxes.unreachable());
        receiving.stranger("""
                C: MAIL FROM:<someone@client.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<nobody@example.org>
                S: 550 5.1.1 …
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: queued as …");
        MailId id = receiving.queue.mails().getFirst().id();
        assertThat(receiving.events).hasSize(2).extracting(MailEvent::mail).containsOnly(id);
        assertThat(receiving.events.getFirst()).isInstanceOf(MailEvent.Refused.class);
        assertThat(receiving.sessionEvents)
                .filteredOn(SmtpEvent.Refused.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        SmtpEvent.Refused.class,
                        refused -> assertThat(refused.mail()).contains(id));
        assertThat(receiving.mailboxes.brought()).singleElement().satisfies(brought -> {
            assertThat(brought.mail().id()).isEqualTo(id);
            assertThat(brought.text()).contains("with SMTP id " + id);
        });
    }

    @Test
    void aPermanentRefusalIsPassedOn() {
        receiving.mailboxes.answer(FakeMailboxes.refuses(554, "5.3.4", "Message too big"));
        receiving.stranger(TO_ALICE + DATA + "S: 554 5.3.4 Message too big");
        assertThat(receiving.queue.changes()).isEmpty();
    }

    @Test
    void aFullMailboxIsTold() {
        receiving.mailboxes.answer(FakeMailboxes.refuses(452, "4.2.2", "Mailbox is full"));
        receiving.stranger(TO_ALICE + DATA + "S: 452 4.2.2 Mailbox is full");
        assertThat(receiving.queue.changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreachable", "lost", "temporary", "no enhanced code"})
    void everyDoubtGoesToTheQueue(String doubt) {
        receiving.mailboxes.answer(
                switch (doubt) {
                    case "unreachable" -> FakeMailboxes.unreachable();
                    case "lost" -> FakeMailboxes.lost();
                    case "temporary" -> FakeMailboxes.refuses(451, "4.3.0", "later");
                    default -> FakeMailboxes.refuses(421, "4.0.0", "going down");
                });
        receiving.stranger(TO_ALICE + DATA + "S: 250 2.0.0 Ok: queued as …");
        QueuedMail queued = receiving.queue.mails().getFirst();
        QueuedMail tried = receiving.mailboxes.brought().getFirst().mail();
        // The same ids, so that a second delivery is recognised.
        assertThat(queued).isEqualTo(tried);
        assertThat(queued.id().deliveryId(0)).isEqualTo(tried.id().deliveryId(0));
        assertThat(receiving.scheduled).containsExactly(queued);
        assertThat(receiving.events)
                .singleElement()
                .extracting(event -> ((MailEvent.Accepted) event).mode())
                .isEqualTo(MailEvent.Mode.QUEUED);
    }

    @Test
    void nobodyWaitsForAServerThatIsAway() {
        receiving.mailboxes.answer(FakeMailboxes.unreachable());
        String twice = TO_ALICE + DATA + "S: 250 2.0.0 Ok: queued as …\n";
        receiving.stranger(twice + twice);
        assertThat(receiving.mailboxes.brought()).hasSize(1);
    }

    @Test
    void afterAWhileItIsAskedAgain() {
        CutThrough cutThrough = new CutThrough(receiving.mailboxes, receiving.nanos::get);
        receiving.mailboxes.answer(FakeMailboxes.unreachable());
        QueuedMail mail = QueueFixtures.mail(1, "alice@example.org");
        var body = QueueFixtures.body("x");
        assertThat(cutThrough.deliver(mail, body)).isPresent();
        assertThat(cutThrough.deliver(mail, body)).isEmpty();
        receiving.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(cutThrough.deliver(mail, body)).isPresent();
        assertThat(cutThrough.deliver(mail, body)).isPresent();
    }

    @Test
    void severalMailboxesGoThroughTheQueue() {
        receiving.stranger("""
                C: MAIL FROM:<someone@client.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<info@example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: queued as …");
        assertThat(receiving.mailboxes.brought()).isEmpty();
        QueuedMail mail = receiving.scheduled.getFirst();
        assertThat(mail.recipients())
                .extracting(QueuedRecipient::toString)
                .allSatisfy(text -> assertThat(text).contains("original=info@example.org"));
        assertThat(mail.recipients())
                .extracting(it -> it.address().toString())
                .containsExactly("alice@example.org", "bob@example.org");
    }

    @Test
    void aMailboxThatIsNamedTwiceGetsOneMail() {
        receiving.stranger("""
                C: MAIL FROM:<someone@client.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<hello@alias.example>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<BOB@Example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: delivered as …");
        assertThat(receiving.mailboxes.brought()).singleElement().satisfies(brought -> {
            assertThat(brought.recipients()).hasSize(1);
            // Several recipients shall not learn of each other.
            assertThat(brought.text()).doesNotContain("for <");
        });
    }

    @Test
    void aRefusedRecipientIsNoHarmToTheOthers() {
        receiving.stranger("""
                C: MAIL FROM:<someone@client.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<nobody@example.org>
                S: 550 5.1.1 No such mailbox: nobody@example.org
                C: RCPT TO:<someone@elsewhere.test>
                S: 554 5.7.1 Relay access denied
                C: RCPT TO:<eve@example.org>
                S: 451 4.3.0 Local error, try again later
                C: RCPT TO:<away@alias.example>
                S: 550 5.4.4 No route to where this address forwards its mail
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: delivered as …");
        assertThat(receiving.events)
                .filteredOn(MailEvent.Refused.class::isInstance)
                .hasSize(4);
    }

    @Test
    void bareAndOwnPostmasterWork() {
        receiving.stranger("""
                C: MAIL FROM:<>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<Postmaster>
                S: 250 2.1.5 Recipient ok
                C: RCPT TO:<postmaster@mx.example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: delivered as …");
        assertThat(receiving.mailboxes.brought()).singleElement().satisfies(brought -> {
            assertThat(brought.mail().reversePath()).isEmpty();
            assertThat(brought.recipients().getFirst().address()).hasToString("alice@example.org");
        });
    }

    @Test
    void withoutAConfigurationEverythingIsForLater() {
        receiving.withoutConfiguration().stranger("""
                C: MAIL FROM:<someone@client.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 451 4.3.5 Not ready to decide, try again later
                C: RCPT TO:<someone@elsewhere.test>
                S: 451 4.3.5 Not ready to decide, try again later
                C: RCPT TO:<postmaster>
                S: 451 4.3.5 Not ready to decide, try again later
                """);
    }

    @Test
    void ifNeitherIsPossibleTheClientKeepsTheMail() {
        receiving.mailboxes.answer(FakeMailboxes.unreachable());
        receiving.queue.failWith(Optional.of(new QueueException("Input/output error")));
        receiving.stranger(TO_ALICE + DATA + "S: 451 4.3.0 Local error, try again later");
        assertThat(receiving.scheduled).isEmpty();
        assertThat(receiving.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        MailEvent.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("Input/output error"));
    }

    @Test
    void aFullDiskIsSaidToTheClient() {
        receiving.mailboxes.answer(FakeMailboxes.unreachable());
        receiving.queue.failWith(Optional.of(new QueueException("no space left on device", null, true)));
        receiving.stranger(TO_ALICE + DATA + "S: 452 4.3.1 Insufficient storage, try again later");
        assertThat(receiving.scheduled).isEmpty();
    }

    @Test
    void aStrangerMaySayThatTheMailIsFromHere() {
        receiving.stranger("""
                C: MAIL FROM:<bob@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: delivered as …");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMTP", "SUBMISSION"})
    void aUserSendsAsHerselfAndNobodyElse(String protocol) {
        receiving.withRoute().alice(Protocol.valueOf(protocol), """
                C: MAIL FROM:<bob@example.org>
                S: 553 5.7.1 Sender address is not yours
                C: MAIL FROM:<alice@elsewhere.test>
                S: 553 5.7.1 Sender address is not yours
                C: MAIL FROM:<info@example.org>
                S: 250 2.1.0 Sender ok
                C: RSET
                S: 250 2.0.0 Ok
                C: MAIL FROM:<>
                S: 250 2.1.0 Sender ok
                C: RSET
                S: 250 2.0.0 Ok
                C: MAIL FROM:<Alice@Example.Org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<someone@elsewhere.test>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: queued as …");
        QueuedMail mail = receiving.scheduled.getFirst();
        assertThat(mail.recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.destination()).isEqualTo(Destination.SUBMITTED);
            assertThat(recipient.address()).hasToString("someone@elsewhere.test");
        });
        assertThat(mail.reversePath()).hasToString("Optional[Alice@example.org]");
    }

    @Test
    void theTraceNamesTheUser() {
        receiving.alice(Protocol.SUBMISSION, """
                C: MAIL FROM:<alice@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: delivered as …");
        assertThat(receiving.mailboxes.brought().getFirst().text())
                .contains("(Authenticated sender: alice@example.org)");
    }

    @Test
    void withoutARouteAUserIsToldWhatIsMissing() {
        receiving.alice(Protocol.SUBMISSION, """
                C: MAIL FROM:<alice@example.org>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<someone@elsewhere.test>
                S: 550 5.4.4 No route to elsewhere.test: …
                """);
    }

    @Test
    void submissionNeedsALogin() {
        Transcript.of("""
                        S: 220 mx.example.org ESMTP Postwerk
                        C: HELO client.example
                        S: 250 mx.example.org
                        C: MAIL FROM:<alice@example.org>
                        S: 530 5.7.0 Authentication required
                        """).overTls().verify(receiving.server(Protocol.SUBMISSION));
    }

    @Test
    void mailThatGoesRoundInCirclesIsRefused() {
        // RFC 5321 6.3
        String hops = "C: Received: from a by b; Sun, 1 Mar 2026 12:00:00 +0000\n";
        receiving.stranger(TO_ALICE + """
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                """ + hops.repeat(MailAcceptance.MAX_HOPS) + """
                C:
                C: text
                C: .
                S: 554 5.4.6 Routing loop detected
                """);
        assertThat(receiving.mailboxes.brought()).isEmpty();
        receiving.stranger(TO_ALICE + """
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                """ + hops.repeat(MailAcceptance.MAX_HOPS - 1) + """
                C:
                C: Received: in the body
                C: .
                S: 250 2.0.0 Ok: delivered as …
                """);
    }

    @Test
    void anAbandonedTransactionLeavesNothing() {
        receiving.stranger(TO_ALICE + """
                C: RSET
                S: 250 2.0.0 Ok
                C: MAIL FROM:<someone@client.example>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<bob@example.org>
                S: 250 2.1.5 Recipient ok
                """ + DATA + "S: 250 2.0.0 Ok: delivered as …");
        assertThat(receiving.mailboxes.brought())
                .singleElement()
                .satisfies(brought -> assertThat(brought.recipients())
                        .extracting(it -> it.address().toString())
                        .containsExactly("bob@example.org"));
    }
}
