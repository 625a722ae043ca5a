package io.postwerk.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.Answered;
import io.postwerk.smtp.server.FakeBackend;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SessionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322 2.1.1: what leaves by SMTP has no line over 998 octets; over real sockets. */
@Timeout(60)
class LineFolderTest {
    private static final String HEADER = "Subject: s\r\n";
    private static final String SIGNED = "DKIM-Signature: v=1\r\n" + HEADER;

    private final FakeBackend backend = new FakeBackend(SessionPolicy.open(SessionLimits.DEFAULT));

    private RecipientOutcome send(Protocol protocol, String message) throws Exception {
        try (Peers peers = Peers.with(protocol, backend, Optional.empty());
                MailClient client = Peers.connected(
                        protocol == Protocol.LMTP ? peers.lmtp(Peers.settings()) : peers.smtp(Peers.settings()))) {
            return client.send(Peers.mail(message, "alice@example.org")).getFirst();
        }
    }

    private String relayed(String message) throws Exception {
        assertThat(send(Protocol.SMTP, message)).isEqualTo(new Answered(Replies.queued("QID")));
        String arrived = backend.arrived().getLast().message();
        assertThat(arrived.lines()).allMatch(line -> line.length() <= LineFolder.LONGEST);
        return arrived;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 997, 998})
    void linesUpToTheLimitAreSentAsTheyAre(int length) throws Exception {
        String message = SIGNED + "\r\n" + "x".repeat(length) + "\r\n." + "y".repeat(Math.max(0, length - 1)) + "\r\n";
        assertThat(relayed(message)).isEqualTo(message);
    }

    @Test
    void aFieldIsFoldedBeforeWhiteSpaceAlsoInASignedMessage() throws Exception {
        String field = "To: " + "someone@example.org, ".repeat(3000) + "last@example.org";
        String arrived = relayed(SIGNED + field + "\r\n\r\ntext\r\n");
        // RFC 5322 2.2.3: unfolding takes the CRLF away
        assertThat(arrived.replaceAll("\r\n(?=[ \t])", "")).isEqualTo(SIGNED + field + "\r\n\r\ntext\r\n");
    }

    @Test
    void aFieldWithoutWhiteSpaceIsRefused() throws Exception {
        assertThat(send(Protocol.SMTP, "X-Token:" + "x".repeat(2000) + "\r\n\r\ntext\r\n"))
                .isEqualTo(new Answered(Replies.LINE_TOO_LONG_TO_RELAY));
        assertThat(backend.arrived()).isEmpty();
        assertThat(backend.openTransactions()).isZero();
    }

    @Test
    void aBodyLineIsBrokenBeforeWhiteSpace() throws Exception {
        String line = "word ".repeat(20_000) + "end";
        String arrived = relayed(HEADER + "\r\n" + line + "\r\n");
        assertThat(arrived.replace("\r\n ", " ")).isEqualTo(HEADER + "\r\n" + line + "\r\n");
    }

    @Test
    void aBodyLineWithoutWhiteSpaceIsBrokenWithASpaceAndNotInACharacter() throws Exception {
        String line = "\u00c3\u00a4".repeat(50_000);
        String arrived = relayed(HEADER + "\r\n" + line + "\r\n");
        assertThat(arrived.replace("\r\n ", "")).isEqualTo(HEADER + "\r\n" + line + "\r\n");
        assertThat(arrived.lines())
                .allMatch(part -> part.chars().filter(c -> c > 127).count() % 2 == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DKIM-Signature: v=1",
                "arc-message-signature: i=1",
                "Content-Type: multipart/signed; boundary=b",
                "Content-Type:\r\n application/pkcs7-mime"
            })
    void aLongBodyLineOfASignedMessageIsRefused(String field) throws Exception {
        assertThat(send(Protocol.SMTP, field + "\r\n\r\n" + "word ".repeat(300) + "\r\n"))
                .isEqualTo(new Answered(Replies.LINE_TOO_LONG_TO_RELAY));
        assertThat(backend.arrived()).isEmpty();
    }

    @Test
    void whatGoesToAMailboxIsNotTouched() throws Exception {
        String message = SIGNED + "\r\n" + "x".repeat(100_000) + "\r\n";
        assertThat(send(Protocol.LMTP, message)).isEqualTo(new Answered(Replies.queued("QID")));
        assertThat(backend.arrived().getLast().message()).isEqualTo(message);
    }

    @Test
    void anyBodyComesBackWhenItIsUnfolded() throws Exception {
        Random random = new Random(998);
        for (int round = 0; round < 100; round++) {
            StringBuilder body = new StringBuilder(HEADER + "\r\n");
            for (int line = random.nextInt(20); line >= 0; line--) {
                body.append("a")
                        .append((random.nextBoolean() ? "." : "x").repeat(random.nextInt(3000)))
                        .append("\r\n");
            }
            if (random.nextBoolean()) {
                body.append("x".repeat(random.nextInt(3000))).append("x");
            }
            String sent = body.toString();
            String arrived = relayed(sent).replace("\r\n ", "");
            assertThat(arrived).isEqualTo(sent.endsWith("\r\n") ? sent : sent + "\r\n");
        }
        assertThat(backend.arrived()).hasSize(100);
    }

    @Test
    void theLastLineMayBeLongAndWithoutEnd() throws Exception {
        assertThat(relayed(HEADER + "\r\n" + "x".repeat(999)).replace("\r\n ", ""))
                .isEqualTo(HEADER + "\r\n" + "x".repeat(999) + "\r\n");
        assertThat(List.of(relayed("").length(), relayed("\r\n").length())).containsExactly(0, 2);
    }
}
