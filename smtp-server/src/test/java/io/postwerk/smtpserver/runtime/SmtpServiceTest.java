package io.postwerk.smtpserver.runtime;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.runtime.StartFailedException;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service over real sockets and a real queue. */
@Timeout(120)
class SmtpServiceTest {
    private static final String TEXT = "Subject: hello\r\n\r\ntext\r\n";

    @TempDir
    Path folder;

    private static List<String> send(MailClient client, String from, String text, String... to) {
        OutgoingMail mail = new OutgoingMail(
                Optional.of(address(from)),
                Arrays.stream(to)
                        .map(it -> new OutgoingRecipient(address(it), Optional.empty()))
                        .toList(),
                body(text),
                BodyType.SEVEN_BIT);
        return client.send(mail).stream()
                .map(outcome ->
                        outcome instanceof RecipientOutcome.Answered(var reply) ? reply.toString() : outcome.toString())
                .toList();
    }

    private static List<String> stranger(RunningService service, String... to) throws Exception {
        try (MailClient client = service.client("smtp", Optional.empty())) {
            return send(client, "someone@client.test", TEXT, to);
        }
    }

    private RunningService service() throws Exception {
        return new RunningService(folder, Optional.empty());
    }

    @Test
    void deliversWhileTheClientWaits() throws Exception {
        try (RunningService service = service().start()) {
            service.mailboxes.start();
            assertThat(stranger(service, "Alice@EXAMPLE.org"))
                    .singleElement()
                    .asString()
                    .contains("delivered as");
            assertThat(service.mailboxes.stored()).singleElement().satisfies(mail -> {
                assertThat(mail.address()).isEqualTo("alice@example.org");
                assertThat(mail.text())
                        .contains("with ESMTP id ")
                        .contains("([127.0.0.1])")
                        .endsWith("\r\n" + TEXT);
            });
            assertThat(service.registry
                            .get("postwerk.smtp.messages")
                            .tag("way", "cut-through")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    /** One broken change says nothing of the next, and without mail there may be none for long. */
    @Test
    void isReadyAfterABatchThatWasTakenBack() throws Exception {
        try (RunningService service = service().start()) {
            service.metrics.failed(1, new IllegalStateException("a mistake"));
            assertThat(service.service().queueWorks()).isTrue();
            assertThat(service.counter("postwerk.queue.failures")).isEqualTo(1);
        }
    }

    @Test
    void takesMailOfUsersOverBothKindsOfTls() throws Exception {
        try (RunningService service = service().start()) {
            service.mailboxes.start();
            for (String listener : List.of("submission", "submissions", "smtp")) {
                try (MailClient client = service.client(listener, Optional.of("alice@example.org"))) {
                    assertThat(client.isSecured()).isTrue();
                    assertThat(send(client, "bob@example.org", TEXT, "bob@example.org"))
                            .containsExactly("553 5.7.1 Sender address is not yours");
                    assertThat(send(client, "alice@example.org", TEXT, "bob@example.org"))
                            .singleElement()
                            .asString()
                            .startsWith("250");
                    assertThat(send(client, "alice@example.org", TEXT, "someone@elsewhere.test"))
                            .singleElement()
                            .asString()
                            .startsWith("550 5.4.4");
                }
            }
            assertThat(service.mailboxes.stored())
                    .hasSize(3)
                    .allSatisfy(mail -> assertThat(mail.text())
                            .contains("with ESMTPSA id ")
                            .contains("using TLSv1.3")
                            .contains("(Authenticated sender: alice@example.org)"));
        }
    }

    @Test
    void queuesWhileImapServerIsAwayAndDeliversOnceWhenItIsBack() throws Exception {
        try (RunningService service = service().start()) {
            for (int i = 0; i < 20; i++) {
                assertThat(stranger(service, "alice@example.org"))
                        .singleElement()
                        .asString()
                        .contains("queued as");
            }
            assertThat(service.mailboxes.stored()).isEmpty();
            service.mailboxes.start();
            RunningService.await("delivery", () -> service.mailboxes.stored().size() >= 20);
            RunningService.await(
                    "an empty queue",
                    () -> service.registry.get("postwerk.queue.mails").gauge().value() == 0);
            assertThat(service.mailboxes.stored()).hasSize(20);
        }
    }

    @Test
    void deliversOnceWhatWasStoredAndNotAnswered() throws Exception {
        try (RunningService service = service().start()) {
            service.mailboxes.start();
            service.mailboxes.storeAndLeave(3);
            // While the client waits, and then out of the queue as well.
            assertThat(stranger(service, "alice@example.org"))
                    .singleElement()
                    .asString()
                    .contains("queued as");
            RunningService.await("three repetitions", () -> service.mailboxes.duplicates() >= 3);
            RunningService.await(
                    "an empty queue",
                    () -> service.registry.get("postwerk.queue.mails").gauge().value() == 0);
            assertThat(service.mailboxes.stored()).hasSize(1);
        }
    }

    @Test
    void deliversToSeveralMailboxesAndReportsTheOneThatIsGone() throws Exception {
        try (RunningService service = service().start()) {
            service.mailboxes.remove("bob@example.org");
            service.mailboxes.start();
            try (MailClient client = service.client("submissions", Optional.of("alice@example.org"))) {
                assertThat(send(client, "alice@example.org", TEXT, "info@example.org"))
                        .singleElement()
                        .asString()
                        .contains("queued as");
            }
            RunningService.await(
                    "mail and report", () -> service.mailboxes.stored().size() >= 2);
            assertThat(service.mailboxes.stored())
                    .extracting(ImapServerStandIn.Stored::address)
                    .containsOnly("alice@example.org");
            assertThat(service.mailboxes.stored().get(1).text())
                    .contains("Action: failed\r\nStatus: 5.1.1\r\n")
                    .contains("Final-Recipient: rfc822; info@example.org")
                    .doesNotContain("bob@example.org");
            assertThat(service.counter("postwerk.queue.reports")).isEqualTo(1);
        }
    }

    @Test
    void keepsTheQueueOverARestart() throws Exception {
        try (RunningService service = service().start()) {
            assertThat(stranger(service, "alice@example.org", "bob@example.org"))
                    .allSatisfy(reply -> assertThat(reply).contains("queued as"));
            service.stop();
            service.mailboxes.start();
            service.start();
            RunningService.await("delivery", () -> service.mailboxes.stored().size() == 2);
        }
    }

    @Test
    void takesMailThatIsTooLargeForMemory() throws Exception {
        String large = "Subject: large\r\n\r\n" + (".".repeat(70) + "\r\n").repeat(40_000);
        try (RunningService service = service().start();
                MailClient client = service.client("smtp", Optional.empty())) {
            assertThat(send(client, "someone@client.test", large, "alice@example.org"))
                    .singleElement()
                    .asString()
                    .contains("queued as");
            service.mailboxes.start();
            RunningService.await("delivery", () -> service.mailboxes.stored().size() == 1);
            assertThat(service.mailboxes.stored().getFirst().text()).endsWith(large);
            try (Stream<Path> spool = Files.list(folder.resolve("queue/spool"))) {
                assertThat(spool).isEmpty();
            }
        }
    }

    @Test
    void endsTheSessionsOfAUserWhoIsDisabled() throws Exception {
        try (RunningService service = service().start();
                MailClient alice = service.client("submissions", Optional.of("alice@example.org"));
                MailClient bob = service.client("submission", Optional.of("bob@example.org"))) {
            service.mailboxes.start();
            service.users.disabled("alice@example.org").changed();
            RunningService.await("the end of alice's session", () -> !alice.isUsable());
            assertThat(bob.isUsable()).isTrue();
            assertThat(send(bob, "bob@example.org", TEXT, "bob@example.org"))
                    .singleElement()
                    .asString()
                    .startsWith("250");
            service.users.without("bob@example.org").changed();
            RunningService.await("the end of bob's session", () -> !bob.isUsable());
        }
    }

    @Test
    void saysWhichListenerHasNoPort() throws Exception {
        try (RunningService service = service();
                ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", service.port("submission")));
            assertThatThrownBy(service::start)
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("submission")
                    .hasMessageContaining(Integer.toString(service.port("submission")));
        }
    }

    @Test
    void refusesAQueueThatAnotherHas() throws Exception {
        try (RunningService first = service().start();
                RunningService second = service()) {
            assertThat(first.port("smtp")).isNotEqualTo(second.port("smtp"));
            assertThatThrownBy(second::start)
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("in use by another process");
        }
    }
}
