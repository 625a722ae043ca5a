package io.postwerk.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.client.ClientSettings.Credentials;
import io.postwerk.smtp.client.ClientSettings.StartTls;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.Answered;
import io.postwerk.smtp.server.FakeAuthenticator;
import io.postwerk.smtp.server.FakeBackend;
import io.postwerk.smtp.server.MailTransaction.DataResult;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SessionPolicy;
import io.postwerk.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our clients against our server, over real sockets. */
@Timeout(60)
class EndToEndTest {
    private final FakeBackend backend = new FakeBackend(SessionPolicy.open(SessionLimits.DEFAULT));

    @Test
    void manyMailsOverOneConnection() throws Exception {
        Random random = new Random(5321);
        List<String> messages = new ArrayList<>();
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            for (int i = 0; i < 200; i++) {
                String message = message(random);
                messages.add(message);
                assertThat(client.send(Peers.mail(message, "alice@example.org")))
                        .containsExactly(new Answered(Replies.queued("QID")));
                assertThat(client.isUsable()).isTrue();
            }
        }
        // Lines over 998 octets are folded, see LineFolderTest.
        assertThat(backend.arrived())
                .extracting(mail -> mail.message().replace("\r\n ", ""))
                .isEqualTo(messages);
        assertThat(backend.openTransactions()).isZero();
    }

    @Test
    void aLastLineWithoutItsEndIsEnded() throws Exception {
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            for (String message : List.of("", "x", ".", "..", "x\r", "a\r\n.")) {
                client.send(Peers.mail(message, "alice@example.org"));
            }
        }
        // "x" CR and the CRLF that is added: a bare CR, which the server refuses
        assertThat(backend.arrived())
                .extracting(FakeBackend.Arrived::message)
                .containsExactly("", "x\r\n", ".\r\n", "..\r\n", "a\r\n.\r\n");
    }

    @Test
    void recipientsHaveOutcomesOfTheirOwn() throws Exception {
        backend.deciding(mail -> new DataResult.Each(List.of(Replies.delivered("1"), Replies.OVER_QUOTA)));
        try (Peers peers = Peers.with(Protocol.LMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.lmtp(Peers.settings()))) {
            OutgoingMail mail = Peers.mail(
                    "x\r\n", "alice@example.org", "nobody@example.org", "bob@example.org", "later@example.org");
            assertThat(client.send(mail))
                    .containsExactly(
                            new Answered(Replies.delivered("1")),
                            new Answered(Replies.noSuchMailbox(Peers.address("nobody@example.org"))),
                            new Answered(Replies.OVER_QUOTA),
                            new Answered(Replies.MAILBOX_UNAVAILABLE));
            assertThat(client.isUsable()).isTrue();
        }
        assertThat(backend.arrived())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients())
                        .extracting(
                                recipient -> recipient.parameters().deliveryId().orElseThrow())
                        .containsExactly("id-of-alice", "id-of-bob"));
    }

    @Test
    void aTransactionThatComesToNothingDoesNotHinderTheNext() throws Exception {
        try (Peers peers = Peers.with(Protocol.LMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.lmtp(Peers.settings()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(Peers.mail("x\r\n", "nobody@example.org")))
                        .containsExactly(new Answered(Replies.noSuchMailbox(Peers.address("nobody@example.org"))));
                assertThat(client.isUsable()).isTrue();
                assertThat(client.send(Peers.mail("x\r\n", "alice@example.org")))
                        .containsExactly(new Answered(Replies.queued("QID")));
            }
        }
        assertThat(backend.arrived()).hasSize(3);
    }

    @Test
    void aRefusedSenderIsRefusedForAll() throws Exception {
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            OutgoingMail mail = Peers.mail("x\r\n", "a@example.org", "b@example.org");
            OutgoingMail refused = new OutgoingMail(
                    Optional.of(Peers.address("nobody@example.org")), mail.recipients(), mail.message(), mail.body());
            assertThat(client.send(refused))
                    .containsExactly(new Answered(Replies.SENDER_NOT_OWNED), new Answered(Replies.SENDER_NOT_OWNED));
            assertThat(client.send(mail))
                    .hasSize(2)
                    .allMatch(outcome -> outcome.equals(new Answered(Replies.queued("QID"))));
        }
    }

    @Test
    void moreRecipientsThanOneGroup() throws Exception {
        String[] recipients = new String[350];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = (i % 7 == 0 ? "nobody" : "user" + i) + "@example.org";
        }
        try (Peers peers = Peers.with(
                        Protocol.SMTP,
                        new FakeBackend(SessionPolicy.open(SessionLimits.DEFAULT.withErrors(1000))),
                        Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            List<RecipientOutcome> outcomes = client.send(Peers.mail("x\r\n", recipients));
            for (int i = 0; i < recipients.length; i++) {
                int code = ((Answered) outcomes.get(i)).reply().code();
                assertThat(code).isEqualTo(i % 7 == 0 ? 550 : 250);
            }
        }
    }

    @Test
    void aBigMessageGoesThrough() throws Exception {
        String line = "." + "z".repeat(75) + "\r\n";
        String message = line.repeat(100_000);
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail(message, "alice@example.org")))
                    .containsExactly(new Answered(Replies.queued("QID")));
        }
        assertThat(backend.arrived().getFirst().message()).isEqualTo(message);
    }

    @Test
    void tlsThenPassword(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.in(directory);
        FakeBackend submission =
                new FakeBackend(SessionPolicy.submission(new FakeAuthenticator(), true, SessionLimits.DEFAULT));
        ClientSettings settings = Peers.settings().withStartTls(new StartTls.Required(certificates.client()));
        try (Peers peers = Peers.with(Protocol.SUBMISSION, submission, Optional.of(certificates.server()))) {
            ConnectOutcome wrong = peers.smtp(settings.withCredentials(new Credentials("alice", "guess")));
            assertThat(wrong).isEqualTo(new ConnectOutcome.Refused(Replies.Auth.FAILED));
            ConnectOutcome inTheClear =
                    peers.smtp(Peers.settings().withCredentials(new Credentials("alice", "wonderland")));
            assertThat(inTheClear).isInstanceOf(ConnectOutcome.Failed.class);
            try (MailClient client =
                    Peers.connected(peers.smtp(settings.withCredentials(new Credentials("alice", "wonderland"))))) {
                assertThat(client.isSecured()).isTrue();
                assertThat(client.send(Peers.mail("x\r\n", "bob@example.org")))
                        .containsExactly(new Answered(Replies.queued("QID")));
            }
        }
        assertThat(submission.arrived()).singleElement().satisfies(mail -> {
            assertThat(mail.transaction().session().withKeyword()).isEqualTo("ESMTPSA");
            assertThat(mail.transaction().session().user()).contains(FakeAuthenticator.ALICE);
        });
    }

    @Test
    void opportunisticTlsIsUsedWhereItWorks(@TempDir Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.in(directory);
        ClientSettings settings = Peers.settings().withStartTls(new StartTls.Opportunistic(certificates.client()));
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.of(certificates.server()));
                MailClient client = Peers.connected(peers.smtp(settings))) {
            assertThat(client.isSecured()).isTrue();
        }
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(settings))) {
            assertThat(client.isSecured()).isFalse();
        }
        // A certificate that is not trusted: the mail goes in the clear, as it would have without TLS.
        TestCertificates others = TestCertificates.in(directory.resolve("others"));
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.of(others.server()));
                MailClient client = Peers.connected(peers.smtp(settings))) {
            assertThat(client.isSecured()).isFalse();
        }
        ClientSettings required = Peers.settings().withStartTls(new StartTls.Required(certificates.client()));
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.of(others.server()))) {
            assertThat(peers.smtp(required)).isInstanceOf(ConnectOutcome.Failed.class);
        }
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty())) {
            assertThat(peers.smtp(required)).isInstanceOf(ConnectOutcome.Failed.class);
        }
    }

    @Test
    void whatAsciiCannotSayIsNotSent() throws Exception {
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail("x\r\n", "m\u00fcller@example.org", "bob@example.org")))
                    .containsExactly(new Answered(Replies.NON_ASCII_ADDRESS), new Answered(Replies.queued("QID")));
            assertThat(client.send(Peers.mail("x\r\n", "m\u00fcller@example.org")))
                    .containsExactly(new Answered(Replies.NON_ASCII_ADDRESS));
            assertThat(client.isUsable()).isTrue();
            OutgoingMail eightBit = new OutgoingMail(
                    Optional.empty(),
                    Peers.mail("", "bob@example.org").recipients(),
                    MessageSource.of("\u00fc\r\n".getBytes(StandardCharsets.UTF_8)),
                    BodyType.EIGHT_BIT);
            assertThat(client.send(eightBit)).containsExactly(new Answered(Replies.queued("QID")));
        }
        assertThat(backend.arrived().getLast().transaction().parameters().body())
                .isEqualTo(BodyType.EIGHT_BIT);
        assertThat(backend.arrived().getLast().transaction().reversePath()).isEmpty();
    }

    @Test
    void aStoppingServerIsNoticedBetweenMails() throws Exception {
        try (Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            client.send(Peers.mail("x\r\n", "bob@example.org"));
            peers.server().drain(Duration.ofSeconds(5));
            // The server's farewell is on its way.
            await().until(() -> !client.isUsable());
            assertThat(client.send(Peers.mail("x\r\n", "bob@example.org")))
                    .containsExactly(new RecipientOutcome.NotSent("the connection is closed"));
        }
    }

    @Test
    void nobodyThereIsAnOutcome() throws Exception {
        Peers peers = Peers.with(Protocol.SMTP, backend, Optional.empty());
        peers.server().close();
        try (peers) {
            assertThat(peers.smtp(Peers.settings())).isInstanceOf(ConnectOutcome.Failed.class);
        }
    }

    private static String message(Random random) {
        StringBuilder message = new StringBuilder();
        for (int lines = random.nextInt(60); lines > 0; lines--) {
            message.append(".".repeat(random.nextInt(3)))
                    .append("x".repeat(random.nextInt(random.nextInt(100) == 0 ? 40_000 : 90)))
                    .append("\r\n");
        }
        return message.toString();
    }
}
