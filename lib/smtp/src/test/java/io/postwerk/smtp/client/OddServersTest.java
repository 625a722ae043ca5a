package io.postwerk.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.client.ClientSettings.StartTls;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.Answered;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.InDoubt;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.NotSent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our clients against servers that misbehave, leave, or know less than ours. A server is a list: what it says, one entry
 * after each command line that it hears; a message counts as one line. {@code !} leaves.
 */
@Timeout(60)
class OddServersTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Peers server(String... says) throws Exception {
        return Peers.with(script(says));
    }

    private ConnectionHandler script(String... says) {
        return connection -> {
            boolean inMessage = false;
            for (String line : says) {
                String text = line.replace("!", "");
                connection.write(text.replace("|", "\r\n") + (text.isEmpty() ? "" : "\r\n"));
                connection.flush();
                if (line.endsWith("!")) {
                    return;
                }
                if (line.startsWith("354")) {
                    inMessage = true;
                }
                heard.add(hear(connection, inMessage));
                inMessage = false;
            }
        };
    }

    private static String hear(Connection connection, boolean message) throws IOException {
        StringBuilder text = new StringBuilder();
        String line;
        do {
            line = new String(connection.readLine(100_000, Peers.TIMEOUT), StandardCharsets.ISO_8859_1);
            text.append(text.isEmpty() ? "" : "|").append(line);
        } while (message && !line.equals("."));
        return text.toString();
    }

    @Test
    void aServerWithoutPipeliningIsAskedStepByStep() throws Exception {
        try (Peers peers =
                        server("220 x", "250 x", "250 ok", "250 ok", "550 no", "354 go", "250 done", "221 bye", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail("hello\r\n", "a@example.org", "b@example.org")))
                    .extracting(OddServersTest::code)
                    .containsExactly(250, 550);
        }
        assertThat(heard)
                .containsExactly(
                        "EHLO client.example",
                        "MAIL FROM:<sender@example.org>",
                        "RCPT TO:<a@example.org>",
                        "RCPT TO:<b@example.org>",
                        "DATA",
                        "hello|.",
                        "QUIT");
    }

    @Test
    void aServerOfOldKnowsOnlyHelo() throws Exception {
        // RFC 5321 3.2
        try (Peers peers = server("220 x", "502 what", "250 x", "221 bye", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.isUsable()).isTrue();
        }
        assertThat(heard).containsExactly("EHLO client.example", "HELO client.example", "QUIT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 busy", "554 go away", "450-a|450 b"})
    void aServerMayNotWantUs(String greeting) throws Exception {
        try (Peers peers = server(greeting, "!")) {
            ConnectOutcome outcome = peers.smtp(Peers.settings());
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ConnectOutcome.Refused.class,
                            refused -> assertThat(refused.reply().code())
                                    .isEqualTo(Integer.parseInt(greeting.substring(0, 3))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request", "", "250 x", "220-x|221 y", "220 a\nb", "* OK IMAP", "354 go"})
    void aServerMayBeNone(String greeting) throws Exception {
        try (Peers peers = server(greeting, "!")) {
            ClientSettings.Timeouts hasty = ClientSettings.Timeouts.DEFAULT.withReplies(Duration.ofMillis(300));
            assertThat(peers.smtp(Peers.settings().withTimeouts(hasty))).isInstanceOf(ConnectOutcome.Failed.class);
        }
    }

    @Test
    void lmtpDoesNotFallBack() throws Exception {
        try (Peers peers = server("220 x", "500 what", "!")) {
            assertThat(peers.lmtp(Peers.settings())).isInstanceOf(ConnectOutcome.Refused.class);
        }
        assertThat(heard).containsExactly("LHLO client.example");
    }

    @Test
    void aServerThatRefusesTlsIsSpokenToInTheClearOrNotAtAll() throws Exception {
        TlsContext context = TlsContext.opportunisticClient("localhost");
        try (Peers peers = server("220 x", "250-x|250 STARTTLS", "454 not now", "221 bye", "!");
                MailClient client = Peers.connected(
                        peers.smtp(Peers.settings().withStartTls(new StartTls.Opportunistic(context))))) {
            assertThat(client.isSecured()).isFalse();
        }
        try (Peers peers = server("220 x", "250-x|250 STARTTLS", "454 not now", "!")) {
            assertThat(peers.smtp(Peers.settings().withStartTls(new StartTls.Required(context))))
                    .isInstanceOfSatisfying(
                            ConnectOutcome.Refused.class,
                            refused -> assertThat(refused.reply().code()).isEqualTo(454));
        }
    }

    @Test
    void aServerThatLeavesBeforeTheDotHasNothing() throws Exception {
        for (String[] says : new String[][] {
            {"220 x", "250 x", "!"},
            {"220 x", "250 x", "250 ok", "!"},
            {"220 x", "250 x", "250 ok", "250 ok", "!"},
            {"220 x", "250 x", "250 ok", "250 ok", "nonsense", "!"},
            {"220 x", "250 x", "354 what", "!"},
        }) {
            try (Peers peers = server(says);
                    MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
                assertThat(client.send(Peers.mail("x\r\n", "a@example.org")))
                        .singleElement()
                        .isInstanceOf(NotSent.class);
                assertThat(client.isUsable()).isFalse();
            }
        }
    }

    @Test
    void aServerThatLeavesAfterTheDotLeavesDoubt() throws Exception {
        try (Peers peers = server("220 x", "250 x", "250 ok", "250 ok", "354 go", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail("x\r\n", "a@example.org")))
                    .singleElement()
                    .isInstanceOf(InDoubt.class);
            assertThat(client.isUsable()).isFalse();
        }
    }

    @Test
    void whatIsKnownStaysKnown() throws Exception {
        // LMTP: one refused at RCPT, one decided, one in doubt
        try (Peers peers = server("220 x", "250 x", "250 ok", "250 ok", "550 no", "250 ok", "354 go", "250 done!");
                MailClient client = Peers.connected(peers.lmtp(Peers.settings()))) {
            List<RecipientOutcome> outcomes =
                    client.send(Peers.mail("x\r\n", "a@example.org", "b@example.org", "c@example.org"));
            assertThat(outcomes.get(0)).extracting(OddServersTest::code).isEqualTo(250);
            assertThat(outcomes.get(1)).extracting(OddServersTest::code).isEqualTo(550);
            assertThat(outcomes.get(2)).isInstanceOf(InDoubt.class);
        }
        // SMTP: one refused at RCPT, the other not sent
        try (Peers peers = server("220 x", "250 x", "250 ok", "550 no", "250 ok", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            List<RecipientOutcome> outcomes = client.send(Peers.mail("x\r\n", "a@example.org", "b@example.org"));
            assertThat(outcomes.get(0)).extracting(OddServersTest::code).isEqualTo(550);
            assertThat(outcomes.get(1)).isInstanceOf(NotSent.class);
        }
    }

    @Test
    void aMessageThatCannotBeReadIsNotEnded() throws Exception {
        MessageSource broken = new MessageSource() {
            @Override
            public long size() {
                return 100_000;
            }

            @Override
            public int read(long position, ByteBuffer target) throws IOException {
                if (position > 50_000) {
                    throw new IOException("the disk is gone");
                }
                int length = target.remaining();
                target.put(new byte[length]);
                return length;
            }

            @Override
            public void close() {}
        };
        OutgoingMail mail = new OutgoingMail(
                Optional.empty(), Peers.mail("", "a@example.org").recipients(), broken, BodyType.SEVEN_BIT);
        try (Peers peers = server("220 x", "250 x", "250 ok", "250 ok", "354 go", "250 done", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(mail)).containsExactly(new NotSent("the disk is gone"));
            assertThat(client.isUsable()).isFalse();
        }
        assertThat(heard).containsExactly("EHLO client.example", "MAIL FROM:<>", "RCPT TO:<a@example.org>", "DATA");
    }

    @Test
    void dataMayBeRefused() throws Exception {
        try (Peers peers = server(
                        "220 x",
                        "250-x|250 PIPELINING",
                        "",
                        "",
                        "250 ok|250 ok|451 not now",
                        "250 reset",
                        "221 bye",
                        "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail("x\r\n", "a@example.org")))
                    .extracting(OddServersTest::code)
                    .containsExactly(451);
            assertThat(client.isUsable()).isTrue();
        }
    }

    @Test
    void aServerThatGoesAheadWithoutRecipientsIsLeft() throws Exception {
        // RFC 2920 3.1: an empty message, for nothing else would end it
        try (Peers peers = server("220 x", "250-x|250 PIPELINING", "", "", "250 ok|550 no|354 go", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail("secret\r\n", "a@example.org")))
                    .extracting(OddServersTest::code)
                    .containsExactly(550);
            assertThat(client.isUsable()).isFalse();
        }
        assertThat(heard)
                .containsExactly(
                        "EHLO client.example",
                        "MAIL FROM:<sender@example.org>",
                        "RCPT TO:<a@example.org>",
                        "DATA",
                        ".");
    }

    @Test
    void aServerThatSaysGoodbyeIsLeft() throws Exception {
        try (Peers peers = server("220 x", "250-x|250 PIPELINING", "", "", "250 ok|421 stopping|503 no", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(Peers.mail("x\r\n", "a@example.org")))
                    .extracting(OddServersTest::code)
                    .containsExactly(421);
            assertThat(client.isUsable()).isFalse();
        }
    }

    @Test
    void sevenBitServersGetNoEightBitMessages() throws Exception {
        OutgoingMail mail = new OutgoingMail(
                Optional.empty(),
                Peers.mail("", "a@example.org").recipients(),
                MessageSource.of(new byte[] {(byte) 0xfc}),
                BodyType.EIGHT_BIT);
        try (Peers peers = server("220 x", "250 x", "221 bye", "!");
                MailClient client = Peers.connected(peers.smtp(Peers.settings()))) {
            assertThat(client.send(mail)).containsExactly(new Answered(Replies.CONVERSION_REQUIRED));
        }
    }

    private static int code(RecipientOutcome outcome) {
        return ((Answered) outcome).reply().code();
    }
}
