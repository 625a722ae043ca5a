package io.postwerk.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.Answered;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.InDoubt;
import io.postwerk.smtp.client.OutgoingMail.RecipientOutcome.NotSent;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A transaction with servers that say anything: every recipient has an outcome, nothing is said to be sent or not sent
 * against what went over the wire, and no message begins that the server did not ask for.
 */
class ClientFuzzTest {
    private static final String[] REPLIES = {
        "250 ok",
        "250 2.1.5 ok",
        "250-a\r\n250 b",
        "354 go",
        "550 5.1.1 no",
        "451 later",
        "421 bye",
        "503 no",
        "220 x",
        "250",
        "999",
        "",
        "250-",
        "550 a\r\n550 b",
        "25"
    };
    private static final String BODY = "first\r\n.dot\r\nlast\r\n";

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"SMTP", "LMTP"})
    void everyRecipientHasAnOutcome(Protocol protocol) {
        Random random = new Random(protocol.ordinal());
        int[] seen = new int[3];
        for (int round = 0; round < 30_000; round++) {
            String[] recipients = new String[1 + random.nextInt(3)];
            for (int i = 0; i < recipients.length; i++) {
                recipients[i] = "r" + i + "@example.org";
            }
            ScriptedConnection connection = new ScriptedConnection(turns(random));
            ServerExtensions extensions = random.nextBoolean()
                    ? ServerExtensions.NONE
                    : new ServerExtensions(Map.of("PIPELINING", List.of(), "XDELIVERYID", List.of()));
            ClientTransaction transaction = new ClientTransaction(
                    new ClientConnection(connection),
                    extensions,
                    protocol,
                    ClientSettings.Timeouts.DEFAULT,
                    Peers.mail(BODY, recipients));
            List<RecipientOutcome> outcomes = run(transaction);
            String sent = connection.sent();
            boolean dotSent = sent.endsWith("\r\n.\r\n") && sent.contains("first\r\n..dot\r\nlast\r\n.\r\n");
            assertThat(outcomes).hasSize(recipients.length);
            for (RecipientOutcome outcome : outcomes) {
                switch (outcome) {
                    case Answered(SmtpReply reply) -> {
                        assertThat(reply.isIntermediate()).isFalse();
                        // Only the reply to the dot says that the server has it.
                        assertThat(dotSent || !reply.isPositive()).isTrue();
                        seen[0]++;
                    }
                    case NotSent _ -> {
                        assertThat(dotSent).isFalse();
                        seen[1]++;
                    }
                    case InDoubt _ -> {
                        assertThat(dotSent).isTrue();
                        seen[2]++;
                    }
                }
            }
        }
        assertThat(Arrays.stream(seen).min().orElseThrow()).isGreaterThan(100);
    }

    private static List<RecipientOutcome> run(ClientTransaction transaction) {
        try {
            transaction.run();
            return transaction.outcomes("nothing is open");
        } catch (IOException e) {
            return transaction.outcomes("lost");
        }
    }

    private static List<Turn> turns(Random random) {
        // Mostly what a server says when all goes well, so that the noise comes at every stage.
        StringBuilder script = new StringBuilder();
        String[] well = {"250 ok", "250 ok", "354 go", "250 done", "250 done", "250 done"};
        for (int i = 0; i < 2 + random.nextInt(6); i++) {
            boolean noise = random.nextInt(4) == 0;
            script.append(noise ? REPLIES[random.nextInt(REPLIES.length)] : well[Math.min(i, well.length - 1)]);
            script.append(random.nextInt(40) == 0 ? "\n" : "\r\n");
        }
        byte[] octets = script.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextInt(10) == 0) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        List<Turn> turns = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int length = Math.min(octets.length - at, 1 + random.nextInt(20));
            byte[] piece = new byte[length];
            System.arraycopy(octets, at, piece, 0, length);
            turns.add(new Turn.Input(piece));
            at += length;
            if (random.nextInt(30) == 0) {
                turns.add(new Turn.Silence());
            }
        }
        return turns;
    }
}
