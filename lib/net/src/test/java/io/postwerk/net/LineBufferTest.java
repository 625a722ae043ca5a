package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing of lines: RFC 5321 2.3.8 and 4.5.3.1.4. */
class LineBufferTest {

    private static final int MAX = 16;
    private static final String TOO_LONG = "<too long>";
    private static final String BARE = "<bare>";

    /** R and L stand for CR and LF; {@code |} parts the expected lines, {@code rest:} is what stays buffered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NOOPRL; NOOP|",
                "RL; |",
                "aRLbRLc; a|b|rest:c",
                "aR; rest:aR",
                "aRLbR; a|rest:bR",
                "aLbRL; <bare>|",
                "aRbRL; <bare>|",
                "aLRL; <bare>|",
                "aRRL; <bare>|",
                "LRL; <bare>|",
                "RRL; <bare>|",
                "LLLL; rest:LLLL",
                "RRRR; rest:RRRR",
                "aL.LbRLcRL; <bare>|c|",
                "aR.RbRLcRL; <bare>|c|",
                "aRL.LcRL; a|<bare>|",
                "12345678901234RL; 12345678901234|",
                "123456789012345RL; <too long>|",
                "12345678901234567890123456789012345RLxRL; <too long>|x|",
                "12345678901234R567890RLxRL; <too long>|x|",
                "12345678901234567890LRLxRL; <too long>|x|",
            })
    void onlyCrLfEndsALine(String input, String expected) {
        byte[] octets = octets(input);
        for (int size = 1; size <= octets.length; size++) {
            assertThat(frame(octets, size)).as("in chunks of %d", size).isEqualTo(expected);
        }
    }

    @Test
    void anyPartingOfTheSameOctetsGivesTheSameLines() {
        Random random = new Random(20260301);
        for (int round = 0; round < 5_000; round++) {
            byte[] octets = new byte[random.nextInt(1, 200)];
            for (int i = 0; i < octets.length; i++) {
                int dice = random.nextInt(12);
                octets[i] = (byte) (dice == 0 ? '\r' : dice == 1 ? '\n' : 'a' + dice);
                if (dice == 2 && i + 1 < octets.length) {
                    octets[i++] = '\r';
                    octets[i] = '\n';
                }
            }
            List<String> expected = reference(octets);
            LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
            List<String> lines = new ArrayList<>();
            int done = 0;
            while (done < octets.length) {
                done += feed(buffer, octets, done, random.nextInt(1, 40));
                drain(buffer, lines);
            }
            assertThat(lines).as("round %d: %s", round, show(octets)).isEqualTo(expected);
        }
    }

    @Test
    void aLineThatNeverEndsTakesNoMemory() {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        byte[] flood = new byte[1000];
        Arrays.fill(flood, (byte) 'x');
        for (int i = 0; i < 10_000; i++) {
            for (int done = 0; done < flood.length; ) {
                done += feed(buffer, flood, done, flood.length - done);
                assertThat(buffer.findLine(512)).isFalse();
            }
            assertThat(buffer.array().length).isLessThanOrEqualTo(LineBuffer.LARGEST);
        }
        feedAll(buffer, "\r\nNOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(buffer.findLine(512)).isTrue();
        assertThatThrownBy(() -> buffer.takeLine(512)).isInstanceOf(LineTooLongException.class);
        assertThat(buffer.findLine(512)).isTrue();
        assertThat(take(buffer, 512)).isEqualTo("NOOP");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 32_766, 32_767, 40_000, 100_000})
    void aLineMayBeLongerThanTheBufferIfItIsAllowed(int length) {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        feedAll(buffer, ("short\r\n" + "x".repeat(length) + "\r\nnext\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(buffer.findLine(length + 2)).isTrue();
        assertThat(take(buffer, length + 2)).isEqualTo("short");
        assertThat(buffer.findLine(length + 2)).isTrue();
        assertThat(take(buffer, length + 2)).hasSize(length);
        assertThat(buffer.findLine(length + 2)).isTrue();
        assertThat(take(buffer, length + 2)).isEqualTo("next");
        assertThat(buffer.length()).isZero();
    }

    @Test
    void rawOctetsAndLinesMayFollowEachOther() {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        feedAll(buffer, "a1 APPEND {7}\r\n\r\n\n\rabc)\r\nb\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(buffer.findLine(100)).isTrue();
        assertThat(take(buffer, 100)).isEqualTo("a1 APPEND {7}");

        ByteBuffer view = buffer.view();
        byte[] literal = new byte[7];
        view.get(literal);
        buffer.consume(7);

        assertThat(literal).isEqualTo("\r\n\n\rabc".getBytes(StandardCharsets.US_ASCII));
        assertThat(buffer.findLine(100)).isTrue();
        assertThat(take(buffer, 100)).isEqualTo(")");
        assertThat(buffer.findLine(100)).isTrue();
        assertThat(take(buffer, 100)).isEqualTo("b");
    }

    @Test
    void theViewIsReadOnlyAndNoMoreCanBeConsumedThanItShows() {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        feedAll(buffer, new byte[] {1, 2, 3});
        assertThat(buffer.view().isReadOnly()).isTrue();
        assertThatThrownBy(() -> buffer.consume(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer.consume(-1)).isInstanceOf(IllegalArgumentException.class);
        buffer.consume(3);
        assertThat(buffer.length()).isZero();
    }

    @Test
    void nothingIsKeptOfALargeBufferWhenItIsEmpty() {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        feedAll(buffer, new byte[LineBuffer.LARGEST]);
        buffer.shrink();
        assertThat(buffer.array().length).isEqualTo(LineBuffer.LARGEST);
        buffer.consume(LineBuffer.LARGEST);
        buffer.shrink();
        assertThat(buffer.array().length).isZero();
    }

    private static String frame(byte[] octets, int chunk) {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        List<String> lines = new ArrayList<>();
        for (int done = 0; done < octets.length; ) {
            done += feed(buffer, octets, done, chunk);
            drain(buffer, lines);
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('|'));
        if (buffer.length() > 0) {
            byte[] rest = new byte[buffer.length()];
            buffer.view().get(rest);
            text.append("rest:").append(show(rest));
        }
        return text.toString();
    }

    private static void drain(LineBuffer buffer, List<String> lines) {
        while (buffer.findLine(MAX)) {
            lines.add(take(buffer, MAX));
        }
    }

    private static String take(LineBuffer buffer, int max) {
        try {
            return new String(buffer.takeLine(max), StandardCharsets.ISO_8859_1);
        } catch (LineTooLongException e) {
            return TOO_LONG;
        } catch (BareLineEndException e) {
            return BARE;
        }
    }

    private static int feed(LineBuffer buffer, byte[] octets, int from, int wanted) {
        if (buffer.needed() > 0) {
            buffer.grow();
        }
        int count = buffer.reserve(Math.min(wanted, octets.length - from));
        System.arraycopy(octets, from, buffer.array(), buffer.end(), count);
        buffer.added(count);
        return count;
    }

    private static void feedAll(LineBuffer buffer, byte[] octets) {
        for (int done = 0; done < octets.length; ) {
            done += feed(buffer, octets, done, octets.length - done);
        }
    }

    /** The same rules, written plainly over the whole. */
    private static List<String> reference(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>();
        for (int from = 0, end; (end = text.indexOf("\r\n", from)) >= 0; from = end + 2) {
            String line = text.substring(from, end);
            if (line.length() + 2 > MAX) {
                lines.add(TOO_LONG);
            } else {
                lines.add(line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 ? BARE : line);
            }
        }
        return lines;
    }

    private static byte[] octets(String shown) {
        return shown.replace('R', '\r').replace('L', '\n').getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String show(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace('\r', 'R')
                .replace('\n', 'L');
    }
}
