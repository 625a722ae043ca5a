package io.postwerk.smtpserver.runtime;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.testkit.TestNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** imap-server is found by a name whose address changes with its pod, and that has none for a while. */
@Timeout(120)
class ImapServerMovesTest {
    private static final String HOST = "main-imap-server.mail.svc" + TestNames.DOMAIN;

    @TempDir
    Path folder;

    private static String send(RunningService service) throws Exception {
        OutgoingMail mail = new OutgoingMail(
                Optional.of(address("someone@client.test")),
                List.of(new OutgoingRecipient(address("alice@example.org"), Optional.empty())),
                body("Subject: x\r\n\r\nx\r\n"),
                BodyType.SEVEN_BIT);
        try (MailClient client = service.client("smtp", Optional.empty())) {
            return switch (client.send(mail).getFirst()) {
                case RecipientOutcome.Answered(var reply) -> reply.toString();
                case RecipientOutcome other -> other.toString();
            };
        }
    }

    @Test
    void mailIsQueuedWhileTheNameHasNoAddressAndFollowsTheServerToAnother() throws Exception {
        TestNames.remove(HOST);
        try (RunningService service = new RunningService(folder, Optional.empty(), HOST).start()) {
            assertThat(send(service)).contains("queued as");

            service.mailboxes.start("127.0.0.1");
            TestNames.put(HOST, "127.0.0.1");
            RunningService.await("delivered", () -> service.mailboxes.stored().size() == 1);
            assertThat(send(service)).contains("delivered as");

            // The pod is gone, and its name shows the old address or none.
            service.mailboxes.stop();
            assertThat(send(service)).contains("queued as");
            TestNames.remove(HOST);
            assertThat(send(service)).contains("queued as");

            TestNames.put(HOST, "127.0.0.2");
            service.mailboxes.start("127.0.0.2");
            RunningService.await(
                    "all is delivered", () -> service.mailboxes.stored().size() == 4);
            assertThat(send(service)).contains("delivered as");
            assertThat(service.mailboxes.duplicates()).isZero();
        }
    }
}
