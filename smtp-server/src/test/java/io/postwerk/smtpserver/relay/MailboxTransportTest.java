package io.postwerk.smtpserver.relay;

import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.QueueFixtures;
import io.postwerk.smtpserver.queue.QueuedMail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries to an LMTP server that accepts, refuses, hangs and leaves, over real sockets. */
@Timeout(60)
class MailboxTransportTest {
    private static final ClientSettings.Timeouts QUICK =
            ClientSettings.Timeouts.DEFAULT.withConnect(Duration.ofSeconds(10)).withReplies(Duration.ofSeconds(10));

    private final AtomicLong nanos = new AtomicLong();
    private final QueuedMail mail = QueueFixtures.mail(15, "alice@example.org", "bob@example.org");

    private MailboxTransport transport(ScriptedServer server, ClientSettings.Timeouts timeouts) {
        ClientSettings settings = ClientSettings.of("mx.example.org").withTimeouts(timeouts);
        ClientPool pool = new ClientPool(
                () -> MailClient.lmtp(server.client(), server.address(), Optional.empty(), settings),
                new ClientPool.Limits(2, Duration.ZERO, Duration.ofSeconds(60), 5),
                nanos::get);
        return new MailboxTransport(pool, "imap-server");
    }

    private List<Outcome> deliver(MailboxTransport transport) {
        return transport.deliver(mail, mail.recipients(), body("Subject: x\r\n\r\n.\r\n"));
    }

    private static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Refused refused ->
                "refused " + refused.failure().code() + " " + refused.failure().enhanced();
            case Outcome.Unreachable unreachable -> "unreachable";
            case Outcome.Lost lost -> "lost";
        };
    }

    @Test
    void sendsDeliveryIdsAndKeepsTheConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> command.equals(".") ? "250 ok|250 ok" : "");
                MailboxTransport transport = transport(server, QUICK)) {
            for (int i = 0; i < 3; i++) {
                assertThat(deliver(transport))
                        .extracting(MailboxTransportTest::shown)
                        .containsExactly("delivered", "delivered");
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.heard().subList(0, 6))
                    .containsExactly(
                            "LHLO mx.example.org",
                            "MAIL FROM:<sender@client.test>",
                            "RCPT TO:<alice@example.org> XDELIVERYID=" + mail.id() + ".0",
                            "RCPT TO:<bob@example.org> XDELIVERYID=" + mail.id() + ".1",
                            "DATA",
                            "message: Subject: x||..|");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // command at which; what is said; the outcomes
                "RCPT TO:<bob; 550 5.1.1 No such mailbox;         delivered;           refused 550 5.1.1",
                "RCPT TO:<bob; 451 4.3.0 Later;                   delivered;           refused 451 4.3.0",
                "RCPT TO:<bob; 550 No such mailbox;               delivered;           refused 550 5.0.0",
                "RCPT;         550 5.7.1 No;                      refused 550 5.7.1;   refused 550 5.7.1",
                "MAIL;         452 4.3.1 Full;                    refused 452 4.3.1;   refused 452 4.3.1",
                "DATA;         554 5.6.0 No;                      refused 554 5.6.0;   refused 554 5.6.0",
                // Programs that do not understand each other make no mail bounce
                "RCPT;         555 5.5.4 Parameter not recognised; refused 451 4.3.5;  refused 451 4.3.5",
                "MAIL;         503 5.5.1 What;                    refused 451 4.3.5;   refused 451 4.3.5",
                "DATA;         503 5.5.1 No recipients;           refused 451 4.3.5;   refused 451 4.3.5",
                // It leaves, or does not answer
                "GREETING;     421 4.3.2 Too busy!;               unreachable;         unreachable",
                "GREETING;     554 5.7.1 Go away!;                unreachable;         unreachable",
                "GREETING;     !;                                 unreachable;         unreachable",
                "GREETING;     hello;                             unreachable;         unreachable",
                "GREETING;     hang;                              unreachable;         unreachable",
                "LHLO;         !;                                 unreachable;         unreachable",
                "MAIL;         421 4.3.2 Leaving!;                lost;                lost",
                "MAIL;         !;                                 lost;                lost",
                "DATA;         !;                                 lost;                lost",
                "MAIL;         hang;                              lost;                lost",
                ".;            !;                                 lost;                lost",
                ".;            hang;                              lost;                lost",
                ".;            250 2.0.0 ok!;                     delivered;           lost",
                ".;            250 2.0.0 ok|451 4.3.0 later;      delivered;           refused 451 4.3.0",
                ".;            250 2.0.0 ok|554 5.3.4 too big;    delivered;           refused 554 5.3.4",
            })
    void saysWhatBecameOfEachRecipient(String at, String answer, String alice, String bob) throws Exception {
        UnaryOperator<String> except = command -> {
            if (command.startsWith(at)) {
                return answer;
            }
            return command.equals(".") ? (at.startsWith("RCPT TO:<bob") ? "250 ok" : "250 ok|250 ok") : "";
        };
        ClientSettings.Timeouts timeouts = answer.equals("hang") ? QUICK.withReplies(Duration.ofMillis(200)) : QUICK;
        try (ScriptedServer server = ScriptedServer.taking(except);
                MailboxTransport transport = transport(server, timeouts)) {
            assertThat(deliver(transport))
                    .extracting(MailboxTransportTest::shown)
                    .containsExactly(alice, bob);
        }
    }

    @Test
    void nobodyThereIsUnreachable() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "");
                MailboxTransport transport = transport(server, QUICK)) {
            server.stopListening();
            assertThat(deliver(transport))
                    .extracting(MailboxTransportTest::shown)
                    .containsExactly("unreachable", "unreachable");
        }
    }

    @Test
    void aConnectionThatWasClosedMeanwhileCostsNothing() throws Exception {
        AtomicInteger messages = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.taking(command -> switch (ScriptedServer.verb(command)) {
                    case "." -> messages.incrementAndGet() == 1 ? "250 ok|250 ok!" : "250 ok|250 ok";
                    default -> "";
                });
                MailboxTransport transport = transport(server, QUICK)) {
            assertThat(deliver(transport))
                    .extracting(MailboxTransportTest::shown)
                    .containsExactly("delivered", "delivered");
            assertThat(deliver(transport))
                    .extracting(MailboxTransportTest::shown)
                    .containsExactly("delivered", "delivered");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatForgetsKeptConnectionsIsAskedOnANewOne() throws Exception {
        // It closes at the first command of a second transaction: nothing was sent, so nothing is in doubt.
        AtomicInteger mails = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.taking(command -> switch (ScriptedServer.verb(command)) {
                    case "MAIL" -> mails.incrementAndGet() == 2 ? "!" : "";
                    case "." -> "250 ok|250 ok";
                    default -> "";
                });
                MailboxTransport transport = transport(server, QUICK)) {
            deliver(transport);
            assertThat(deliver(transport))
                    .extracting(MailboxTransportTest::shown)
                    .containsExactly("delivered", "delivered");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatHasEnoughOfAConnectionIsAskedOnANewOne() throws Exception {
        AtomicInteger mails = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.taking(command -> switch (ScriptedServer.verb(command)) {
                    case "MAIL" -> mails.incrementAndGet() == 2 ? "421 4.7.0 Too many!" : "";
                    case "." -> "250 ok|250 ok";
                    default -> "";
                });
                MailboxTransport transport = transport(server, QUICK)) {
            deliver(transport);
            assertThat(deliver(transport))
                    .extracting(MailboxTransportTest::shown)
                    .containsExactly("delivered", "delivered");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionCarriesSoManyMailsAndNoMore() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> command.equals(".") ? "250 ok|250 ok" : "");
                MailboxTransport transport = transport(server, QUICK)) {
            for (int i = 0; i < 11; i++) {
                deliver(transport);
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void oldConnectionsAreNotUsed() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> command.equals(".") ? "250 ok|250 ok" : "");
                MailboxTransport transport = transport(server, QUICK)) {
            deliver(transport);
            nanos.addAndGet(Duration.ofSeconds(60).toNanos());
            deliver(transport);
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
