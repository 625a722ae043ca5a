package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 4.5.2 and 4.1.1.4: dot-stuffing, and the one way to end a message. */
class DotScannerTest {
    /** What a scanner made of some octets. */
    private record Scan(boolean ended, boolean bare, int consumed, String message) {}

    @ParameterizedTest
    @CsvSource({
        ".~, ''",
        "a~.~, a~",
        "a~~.~, a~~",
        "..~.~, .~",
        "...~.~, ..~",
        ".a~.~, a~",
        "a.~.~, a.~",
        "a~..~b~.~, a~.~b~",
        "a~.b~.~, a~b~",
        "~.~, ~",
    })
    void unstuffs(String wire, String message) {
        assertThat(scan(crlf(wire))).isEqualTo(new Scan(true, false, crlf(wire).length(), crlf(message)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\ta\0", "a\r\n\0", ".\0", "a\r\n.\0"})
    void notesNulAndEndsAtTheTrueEnd(String text) throws IOException {
        byte[] octets = (text + "\r\nb\r\n.\r\nQUIT\r\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int piece = 1; piece <= octets.length; piece++) {
            DotScanner scanner = new DotScanner();
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int position = 0;
            while (!scanner.ended()) {
                int end = Math.min(octets.length, position + piece);
                byte[] part = Arrays.copyOfRange(octets, position, end);
                position += scanner.scan(part, part.length, message::write);
            }
            assertThat(scanner.nul()).isTrue();
            assertThat(scanner.bareLineEnd()).isFalse();
            assertThat(position).isEqualTo(octets.length - 6);
            assertThat(message.toString(StandardCharsets.ISO_8859_1)).doesNotContain("b\r\n");
        }
    }

    @Test
    void leavesWhatFollowsTheEnd() {
        assertThat(scan("a\r\n.\r\nQUIT\r\n")).isEqualTo(new Scan(true, false, 6, "a\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\n",
                "a\r.\r",
                "a\r\n.\n",
                "a\r\n.\r",
                "a\n.\r\n",
                "a\r.\r\n",
                "a\r\n\n.\r\n",
                "a\r\n.\r.\r\n",
                "a\n\r.\r\n",
                "a\r\r\n.\rb\n",
                "a\n.\r",
                "a\r.\n",
                "\n.\r\n",
                ".\n",
                ".\r",
                "a\r\n.\r\rb",
                "\r\n\r.\r\n"
            })
    void knowsNoOtherEnd(String smuggled) {
        Scan alone = scan(smuggled);
        assertThat(alone.ended()).isFalse();
        Scan whole = scan(smuggled + "MAIL FROM:<x@example.org>\r\nstill the message\r\n.\r\nQUIT\r\n");
        assertThat(whole.ended()).isTrue();
        assertThat(whole.bare()).isTrue();
        assertThat(whole.consumed())
                .isEqualTo((smuggled + "MAIL FROM:<x@example.org>\r\nstill the message\r\n.\r\n").length());
    }

    /** All texts of up to seven characters that matter, in all ways to cut them in two, against a plain reading. */
    @Test
    void agreesWithAPlainReading() {
        char[] alphabet = {'\r', '\n', '.', 'a'};
        for (int length = 0; length <= 7; length++) {
            for (int number = 0; number < 1 << (2 * length); number++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    text.append(alphabet[number >> (2 * i) & 3]);
                }
                String wire = text.toString();
                Scan expected = plainly(wire);
                for (int cut = 0; cut <= length; cut++) {
                    Scan actual = scan(wire, cut);
                    assertThat(actual.ended()).as("%s", wire).isEqualTo(expected.ended());
                    assertThat(actual.bare()).as("%s", wire).isEqualTo(expected.bare());
                    assertThat(actual.consumed()).as("%s", wire).isEqualTo(expected.consumed());
                    if (expected.ended() && !expected.bare()) {
                        assertThat(actual.message()).as("%s", wire).isEqualTo(expected.message());
                    }
                }
            }
        }
    }

    @Test
    void takesPiecesOfAnySize() throws IOException {
        Random random = new Random(2821);
        for (int round = 0; round < 500; round++) {
            StringBuilder wire = new StringBuilder();
            StringBuilder message = new StringBuilder();
            for (int line = random.nextInt(40); line > 0; line--) {
                String content = ".".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(200));
                message.append(content).append("\r\n");
                wire.append(content.startsWith(".") ? "." : "").append(content).append("\r\n");
            }
            wire.append(".\r\n");
            byte[] octets = wire.toString().getBytes(StandardCharsets.US_ASCII);
            DotScanner scanner = new DotScanner();
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            for (int at = 0; at < octets.length; ) {
                byte[] piece = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + 1 + random.nextInt(100)));
                at += scanner.scan(piece, piece.length, sink::write);
            }
            assertThat(scanner.ended()).isTrue();
            assertThat(scanner.bareLineEnd()).isFalse();
            assertThat(sink.toString(StandardCharsets.US_ASCII)).isEqualTo(message.toString());
        }
    }

    /** The same by searching the whole text. */
    private static Scan plainly(String wire) {
        String all = "\r\n" + wire; // a line begins at the start
        int end = all.indexOf("\r\n.\r\n");
        boolean ended = end >= 0;
        String body = ended ? all.substring(2, Math.max(2, end + 2)) : wire;
        int consumed = ended ? end + 5 - 2 : wire.length();
        String withoutLineEnds = body.replace("\r\n", "");
        // A CR at the very end may still become a CRLF.
        if (!ended && withoutLineEnds.endsWith("\r") && body.endsWith("\r")) {
            withoutLineEnds = withoutLineEnds.substring(0, withoutLineEnds.length() - 1);
        }
        boolean bare = withoutLineEnds.contains("\r") || withoutLineEnds.contains("\n");
        String message = ("\r\n" + body).replace("\r\n.", "\r\n").substring(2);
        return new Scan(ended, bare, consumed, message);
    }

    private static Scan scan(String wire) {
        return scan(wire, 0);
    }

    private static Scan scan(String wire, int cut) {
        DotScanner scanner = new DotScanner();
        StringBuilder message = new StringBuilder();
        DotScanner.Sink sink = (octets, offset, length) ->
                message.append(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
        try {
            byte[] head = wire.substring(0, cut).getBytes(StandardCharsets.ISO_8859_1);
            byte[] tail = wire.substring(cut).getBytes(StandardCharsets.ISO_8859_1);
            int consumed = scanner.scan(head, head.length, sink);
            if (!scanner.ended()) {
                consumed += scanner.scan(tail, tail.length, sink);
            }
            return new Scan(scanner.ended(), scanner.bareLineEnd(), consumed, message.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String crlf(String text) {
        return text.replace("~", "\r\n");
    }
}
