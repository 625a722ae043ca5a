package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What exceeds a limit is not looked into, and all the rest is as usual. */
class MessageSummaryLimitsTest {
    private static MessageSummary summary(String text) throws IOException {
        MessageSummary summary = MessageSummary.of(MessageSource.of(text.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(MessageSummary.decode(summary.encode())).isEqualTo(summary);
        return summary;
    }

    @Test
    void depthOfMultiparts() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("x\r\n\r\n--b")
                    .append(i)
                    .append("x\r\n");
        }
        assertThat(depth(summary(text + "\r\nend").body())).isEqualTo(SummaryReader.MAX_DEPTH);
    }

    @Test
    void depthOfMessages() throws IOException {
        String text = "Content-Type: message/rfc822\r\n\r\n".repeat(1000);
        MessageSummary summary = summary(text);
        assertThat(depth(summary.body())).isEqualTo(SummaryReader.MAX_DEPTH);
        BodyPart part = summary.body();
        while (part.content() instanceof BodyPart.Message message) {
            part = message.body();
        }
        assertThat(part.is("application", "octet-stream")).isTrue();
    }

    private static int depth(BodyPart part) {
        return switch (part.content()) {
            case BodyPart.Leaf ignored -> 0;
            case BodyPart.Multipart multipart -> 1 + depth(multipart.parts().getLast());
            case BodyPart.Message message -> 1 + depth(message.body());
        };
    }

    @Test
    void numberOfParts() throws IOException {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 30_000; i++) {
            text.append("--b\r\n\r\npart ").append(i).append("\r\n");
        }
        text.append("--b--\r\n");
        List<BodyPart> parts =
                ((BodyPart.Multipart) summary(text.toString()).body().content()).parts();
        assertThat(parts).hasSize(SummaryAllowance.MAX_PARTS);
        BodyPart rest = parts.getLast();
        assertThat(rest.is("application", "octet-stream")).isTrue();
        assertThat(rest.octets().end()).isEqualTo(text.length());
        assertThat(rest.lines()).isGreaterThan(10_000);
    }

    @Test
    void lengthOfAHeader() throws IOException {
        String filler = "X-Filler: " + "x".repeat(990) + "\r\n";
        MessageSummary summary = summary("Subject: seen\r\n" + filler.repeat(300) + "From: a@b\r\n\r\nbody\r\n");
        assertThat(summary.envelope().subject()).contains("seen");
        assertThat(summary.envelope().from()).isEmpty();
        assertThat(summary.body().octets().length()).isEqualTo(6);
    }

    @Test
    void lengthOfAllHeaders() throws IOException {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            text.append("--b\r\nContent-ID: <x>\r\nX: ")
                    .append("x".repeat(200_000))
                    .append("\r\n\r\nbody\r\n");
        }
        List<BodyPart> parts =
                ((BodyPart.Multipart) summary(text.toString()).body().content()).parts();
        assertThat(parts).hasSize(20);
        assertThat(parts.getFirst().id()).contains("<x>");
        assertThat(parts.getLast().octets().length()).isEqualTo("body\r\n".length());
    }

    @Test
    void numberOfAddresses() throws IOException {
        assertThat(summary("To: " + "a,".repeat(100_000) + "\r\n\r\n")
                        .envelope()
                        .to())
                .hasSize(SummaryAllowance.MAX_LISTED);
    }

    /** Three octets of a header are a hundred in memory: their number is bounded over all headers of the message. */
    @Test
    void numberOfAddressesInNestedMessages() throws IOException {
        String text = ("Content-Type: message/rfc822\r\nTo: " + "a,".repeat(20_000) + "\r\n\r\n").repeat(40);
        int addresses = 0;
        BodyPart part = summary(text).body();
        while (part.content() instanceof BodyPart.Message message) {
            addresses += message.envelope().to().size();
            part = message.body();
        }
        assertThat(addresses).isEqualTo(SummaryAllowance.MAX_LISTED - 20_000);
    }

    /** A mail of 460 KB, as it was used to end servers, is told exactly. */
    @Test
    void twentyThousandOfEach() throws IOException {
        String text = "To: " + "a@b,".repeat(20_000) + "\r\nCc: " + "a@b,".repeat(20_000)
                + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(20_000) + "--b--";
        MessageSummary summary = summary(text);
        assertThat(summary.envelope().to()).hasSize(20_000);
        assertThat(summary.envelope().cc()).hasSize(20_000);
        assertThat(((BodyPart.Multipart) summary.body().content()).parts()).hasSize(20_000);
    }

    @Test
    void whatIsKeptIsBounded() throws IOException {
        String[] large = {
            "To: " + "a@b,".repeat(20_000) + "\r\n\r\n",
            "To: " + "somebody@example.org,".repeat(800) + "\r\n\r\n",
            "Subject: " + "x".repeat(20_000) + "\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(2_000),
        };
        for (String text : large) {
            byte[] kept = MessageSummary.toKeep(MessageSource.of(text.getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(kept).hasSize(1);
            assertThat(MessageSummary.kept(kept)).isEmpty();
            assertThat(MessageSummary.kept(summary(text).encode()))
                    .as("kept by an earlier version")
                    .isEmpty();
        }
        String small = "To: " + "a@b,".repeat(200) + "\r\nSubject: x\r\n\r\n";
        byte[] kept = MessageSummary.toKeep(MessageSource.of(small.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(MessageSummary.kept(kept)).map(MessageSummary::decode).contains(summary(small));
    }

    @Test
    void timeIsLinear() throws IOException {
        // With a quadratic algorithm each of these would take minutes.
        String[] nasty = {
            "Subject: x\r\nTo: " + "(".repeat(250_000),
            "To: " + "<".repeat(250_000),
            "To: " + "\"\\".repeat(120_000),
            "Content-Type: a/b" + ";a=\"".repeat(60_000),
            "Content-Type: a/b" + ";a=x (".repeat(40_000),
            "Content-Language: " + "(a,".repeat(80_000),
            "Subject: " + "=?".repeat(120_000),
            "Subject: " + "=?utf-8?q?".repeat(25_000),
        };
        for (String header : nasty) {
            MessageSummary summary = summary(header + "\r\n\r\nbody");
            summary.envelope().subject().ifPresent(HeaderText::decode);
            assertThat(summary.size()).isEqualTo(header.length() + 8);
        }
    }

    @Test
    void linesWithoutEnd() throws IOException {
        MessageSummary summary = summary("Subject: x\r\n\r\n" + "x".repeat(1_000_000));
        assertThat(summary.body().lines()).isZero();
        assertThat(summary.body().octets().length()).isEqualTo(1_000_000);
    }
}
