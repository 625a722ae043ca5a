package io.postwerk.smtpserver.runtime;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.load.ProgramFiles;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.runtime.Condition;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is to go takes nothing new, delivers what it has, and says when it has nothing any more. */
@Timeout(120)
class DrainingTest {
    @TempDir
    Path folder;

    /** A client that types. */
    private record Typist(Socket socket, BufferedReader in) implements AutoCloseable {
        static Typist at(int port) throws Exception {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(30_000);
            return new Typist(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
        }

        String read() throws Exception {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            return String.valueOf(line);
        }

        String type(String line) throws Exception {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return read();
        }

        @Override
        public void close() throws Exception {
            socket.close();
        }
    }

    private static String send(MailClient client) {
        OutgoingMail mail = new OutgoingMail(
                Optional.of(address("someone@client.test")),
                List.of(new OutgoingRecipient(address("alice@example.org"), Optional.empty())),
                body("Subject: x\r\n\r\nx\r\n"),
                BodyType.SEVEN_BIT);
        return switch (client.send(mail).getFirst()) {
            case RecipientOutcome.Answered(var reply) -> reply.toString();
            case RecipientOutcome other -> other.toString();
        };
    }

    @Test
    void newConnectionsAreTurnedAwayAndIdleOnesEnd() throws Exception {
        try (RunningService service = new RunningService(folder, Optional.empty()).start();
                Typist idle = Typist.at(service.port("smtp"))) {
            assertThat(idle.read()).startsWith("220 ");
            assertThat(idle.type("EHLO client.test")).startsWith("250 ");
            service.service().drain(true);
            assertThat(idle.read()).startsWith("421 4.3.2 ");
            assertThat(idle.read()).isEqualTo("null");
            try (Typist late = Typist.at(service.port("smtp"))) {
                assertThat(late.read()).startsWith("421 4.3.2 ");
                assertThat(late.read()).isEqualTo("null");
            }
            service.service().drain(false);
            try (Typist again = Typist.at(service.port("smtp"))) {
                assertThat(again.read()).startsWith("220 ");
            }
        }
    }

    @Test
    void aTransactionInFlightIsFinishedAndCounted() throws Exception {
        try (RunningService service = new RunningService(folder, Optional.empty()).start();
                Typist client = Typist.at(service.port("smtp"))) {
            client.read();
            client.type("EHLO client.test");
            client.type("MAIL FROM:<someone@client.test>");
            assertThat(client.type("RCPT TO:<alice@example.org>")).startsWith("250 ");
            service.service().drain(true);
            SmtpService.QueueReport during = service.service().report().orElseThrow();
            assertThat(during.sessions()).isEqualTo(1);
            assertThat(during.drained()).isFalse();
            assertThat(client.type("DATA")).startsWith("354 ");
            assertThat(client.type("Subject: x\r\n\r\nx\r\n.")).contains("queued as");
            assertThat(client.read()).startsWith("421 4.3.2 ");
            RunningService.await(
                    "the session ends",
                    () -> service.service().report().orElseThrow().sessions() == 0);
            SmtpService.QueueReport after = service.service().report().orElseThrow();
            assertThat(after.messages()).isEqualTo(1);
            assertThat(after.oldest()).isPresent();
            assertThat(after.drained()).isFalse();
        }
    }

    @Test
    void whatIsQueuedIsDeliveredWithoutWaitingForItsTurn() throws Exception {
        try (RunningService service = new RunningService(folder, Optional.empty()).start()) {
            for (int i = 0; i < 5; i++) {
                try (MailClient client = service.client("smtp", Optional.empty())) {
                    assertThat(send(client)).contains("queued as");
                }
            }
            service.mailboxes.start();
            service.service().drain(true);
            RunningService.await(
                    "drained", () -> service.service().report().orElseThrow().drained());
            assertThat(service.mailboxes.stored()).hasSize(5);
        }
    }

    @Test
    void nothingThatWasAcknowledgedIsLeftWhenItIsDrained() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean(true);
        try (RunningService service = new RunningService(folder, Optional.empty()).start();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                senders.submit(() -> {
                    while (away.get() || !service.service().isDraining()) {
                        try (MailClient client = service.client("smtp", Optional.empty())) {
                            if (send(client).startsWith("250")) {
                                acknowledged.incrementAndGet();
                            }
                        } catch (AssertionError | IOException e) {
                            // turned away
                        }
                    }
                });
            }
            RunningService.await("queued", () -> acknowledged.get() > 40);
            service.mailboxes.start();
            RunningService.await("both ways", () -> acknowledged.get() > 80);
            service.service().drain(true);
            RunningService.await(
                    "drained", () -> service.service().report().orElseThrow().drained());
            // While clients still knock.
            assertThat(service.mailboxes.stored().size()).isGreaterThanOrEqualTo(acknowledged.get());
            away.set(false);
        }
    }

    @Test
    void theConfigurationSaysWhoIsToGo() throws Exception {
        SmtpConfigFiles config = SmtpConfigFiles.in(folder);
        Path files = config.write();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        ConfiguredSmtpServer server = ConfiguredSmtpServer.create(files, Optional.of("pod-2"), metrics);
        assertThat(server.document("queue")).isEmpty();
        server.lifecycle().start();
        try {
            assertThat(server.document("other")).isEmpty();
            assertThat(server.document("queue"))
                    .contains("{\"messages\":0,\"oldest\":null,\"sessions\":0,\"draining\":false,\"drained\":false}\n");
            config.write(2, List.of("pod-1"));
            RunningService.await("loaded", () -> server.revision().sequence().orElseThrow() == 2);
            assertThat(server.readiness().report().get("draining")).isEqualTo(Condition.up());
            config.write(3, List.of("pod-1", "pod-2"));
            RunningService.await(
                    "draining", () -> server.readiness().report().get("draining") instanceof Condition.Down);
            assertThat(server.document("queue").orElseThrow()).contains("\"drained\":true");
            assertThat(metrics.get("postwerk.draining").gauge().value()).isEqualTo(1);
            config.write(4, List.of());
            RunningService.await(
                    "serving again",
                    () -> server.readiness().report().get("draining").equals(Condition.up()));
        } finally {
            server.lifecycle().stop();
        }
    }

    @Test
    void aServerThatIsToGoAlreadyWhenItStartsTakesNothing() throws Exception {
        SmtpConfigFiles config = SmtpConfigFiles.in(folder);
        Path files = config.write(1, List.of("pod-2"));
        ConfiguredSmtpServer server =
                ConfiguredSmtpServer.create(files, Optional.of("pod-2"), new SimpleMeterRegistry());
        server.lifecycle().start();
        int port = ProgramFiles.server(files, SmtpServerConfig.class)
                .listeners()
                .getFirst()
                .port();
        try (Typist client = Typist.at(port)) {
            assertThat(client.read()).startsWith("421 4.3.2 ");
        } finally {
            server.lifecycle().stop();
        }
    }
}
