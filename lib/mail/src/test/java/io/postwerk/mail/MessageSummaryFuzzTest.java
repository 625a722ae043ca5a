package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.postwerk.mail.BodyPart.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any octets have a summary, whose ranges lie where they should and whose encoding is read back. */
class MessageSummaryFuzzTest {
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "--",
            "--a",
            "--a\r\n",
            "--a--\r\n",
            "--ab\r\n",
            "--ab--",
            "\r\n--a\r\nContent-Type: multipart/mixed; boundary=ab\r\n\r\n",
            "\r\n--ab\r\nContent-Type: message/rfc822\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
            "Content-Type: multipart/digest; boundary=\"ab\"\r\n",
            "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: text/plain; x=\"",
            "Content-Disposition: attachment; filename=a(b)c;",
            "Content-Language: ,,a,(b",
            "Content-Transfer-Encoding: base64\r\n",
            "From: ",
            "To: a@b, \"c\" <d@e>, f: g;",
            "Subject: =?utf-8?q?x?= =?utf-8?b?eHg=?=",
            " folded",
            "\u00FC\u0000\u007F",
            "<(\"\\@:;,.[",
            "text");

    @Test
    void rubbishHasASummary() throws IOException {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(25); i > 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            check(text.toString().getBytes(StandardCharsets.ISO_8859_1), random);
        }
    }

    @Test
    void mutatedMessagesHaveASummary() throws IOException {
        Random random = new Random(43);
        for (String name : MessageSummaryTest.names()) {
            byte[] original = MessageSummaryTest.message(name).readAll();
            for (int round = 0; round < 300 && original.length > 0; round++) {
                byte[] octets = original.clone();
                for (int i = random.nextInt(8); i >= 0; i--) {
                    int at = random.nextInt(octets.length);
                    switch (random.nextInt(3)) {
                        case 0 -> octets[at] = (byte) random.nextInt(256);
                        case 1 -> octets[at] = "\r\n-:;\"(<@=".getBytes(StandardCharsets.US_ASCII)[random.nextInt(10)];
                        default -> {
                            int length = random.nextInt(octets.length - at);
                            System.arraycopy(original, random.nextInt(original.length - length), octets, at, length);
                        }
                    }
                }
                check(
                        Arrays.copyOf(octets, random.nextInt(3) == 0 ? random.nextInt(octets.length) : octets.length),
                        random);
            }
        }
    }

    @Test
    void lineEndsAtTheEdgeOfTheWindowAreSeen() throws IOException {
        Random random = new Random(44);
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\n");
            int length = LineScanner.WINDOW - text.length() - 8 + random.nextInt(16);
            text.append("x".repeat(length)).append("\r\n--a\r\n\r\n").append("y".repeat(random.nextInt(70_000)));
            text.append("\r\n--a--\r\n");
            byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            check(octets, random);
            MessageSummary summary = MessageSummary.of(new TricklingSource(octets, random));
            assertThat(((BodyPart.Multipart) summary.body().content()).parts()).hasSize(2);
            assertThat(summary.part(List.of(1)).orElseThrow().octets().length()).isEqualTo(length);
        }
    }

    @Test
    void brokenEncodingsAreRefusedAndNothingElse() throws IOException {
        Random random = new Random(45);
        for (String name : MessageSummaryTest.names()) {
            byte[] encoded = MessageSummary.of(MessageSummaryTest.message(name)).encode();
            for (int round = 0; round < 500; round++) {
                byte[] octets = encoded.clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                }
                byte[] cut = Arrays.copyOf(octets, octets.length - random.nextInt(3));
                try {
                    MessageSummary.decode(cut);
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageMatching("(record|message summary) .*");
                }
            }
        }
    }

    @Test
    void rubbishInHeaderTextIsShown() {
        Random random = new Random(46);
        String[] pieces = {
            "=?", "?=", "?", "utf-8", "q", "b", "=C3", "=BC", "eA", " ", "\u00C3\u00BC", "x", "=", "*de", "_"
        };
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(15); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String octets = text.toString();
            assertThatCode(() -> HeaderText.decode(octets)).doesNotThrowAnyException();
        }
    }

    private static void check(byte[] octets, Random random) throws IOException {
        MessageSource message = MessageSource.of(octets);
        MessageSummary summary = MessageSummary.of(message);
        BodyPart root = summary.body();
        assertThat(root.header().offset()).isZero();
        assertThat(root.octets().end()).isEqualTo(octets.length);
        assertThat(root.header().end()).isEqualTo(root.octets().offset());
        checkPart(root, new Range(0, octets.length), octets);
        assertThat(MessageSummary.decode(summary.encode())).isEqualTo(summary);
        assertThat(MessageSummary.of(new TricklingSource(octets, random))).isEqualTo(summary);
    }

    private static void checkPart(BodyPart part, Range within, byte[] octets) {
        assertThat(part.header().offset()).isGreaterThanOrEqualTo(within.offset());
        assertThat(part.header().end()).isEqualTo(part.octets().offset());
        assertThat(part.octets().length()).isNotNegative();
        assertThat(part.octets().end()).isLessThanOrEqualTo(within.end());
        long lineEnds = 0;
        for (long i = part.octets().offset(); i < part.octets().end(); i++) {
            lineEnds += octets[(int) i] == '\n' ? 1 : 0;
        }
        assertThat(part.lines()).isEqualTo(lineEnds);
        switch (part.content()) {
            case BodyPart.Leaf ignored -> assertThat(part.type()).isNotEqualTo("multipart");
            case BodyPart.Multipart multipart -> {
                assertThat(part.type()).isEqualTo("multipart");
                assertThat(multipart.parts()).isNotEmpty();
                Range left = part.octets();
                for (BodyPart child : multipart.parts()) {
                    checkPart(child, left, octets);
                    left = new Range(
                            child.octets().end(),
                            part.octets().end() - child.octets().end());
                }
            }
            case BodyPart.Message message -> {
                assertThat(message.body().header().offset())
                        .isEqualTo(part.octets().offset());
                assertThat(message.body().octets().end())
                        .isEqualTo(part.octets().end());
                checkPart(message.body(), part.octets(), octets);
            }
        }
    }

    /** Gives a few octets at a time. */
    private record TricklingSource(byte[] octets, Random random) implements MessageSource {
        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            if (position >= octets.length) {
                return -1;
            }
            int count = Math.min(target.remaining(), octets.length - (int) position);
            count = Math.min(count, 1 + random.nextInt(random.nextBoolean() ? 3 : 10_000));
            target.put(octets, (int) position, count);
            return count;
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }
}
