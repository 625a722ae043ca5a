package io.postwerk.sasl.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFramerTest {

    private static List<String> frame(LineFramer framer, String text) throws WireException {
        return frame(framer, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> frame(LineFramer framer, ByteBuffer input) throws WireException {
        var lines = new ArrayList<String>();
        while (input.hasRemaining()) {
            framer.next(input).ifPresent(lines::add);
        }
        return lines;
    }

    @Test
    void linesEndWithLf() throws WireException {
        var framer = new LineFramer(100);
        assertThat(frame(framer, "VERSION\t1\t2\nCPID\t1\n\nAU")).containsExactly("VERSION\t1\t2", "CPID\t1", "");
        assertThat(frame(framer, "TH")).isEmpty();
        assertThat(frame(framer, "\r\nX\rY\n")).containsExactly("AUTH", "X\rY");
    }

    @Test
    void aLineHasALimit() throws WireException {
        assertThat(frame(new LineFramer(5), "12345\n12345\n")).hasSize(2);
        assertThatThrownBy(() -> frame(new LineFramer(5), "123456\n")).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> frame(new LineFramer(5), "123456")).isInstanceOf(WireException.class);
        var framer = new LineFramer(5);
        assertThat(frame(framer, "123")).isEmpty();
        assertThat(frame(framer, "45")).isEmpty();
        assertThatThrownBy(() -> frame(framer, "6")).isInstanceOf(WireException.class);
    }

    @Test
    void octetsThatAreNoTextDoNotEndTheConnection() throws WireException {
        var input = ByteBuffer.wrap(new byte[] {'A', (byte) 0xFF, 'B', '\n'});
        assertThat(frame(new LineFramer(10), input)).containsExactly("A\uFFFDB");
    }

    @Test
    void whereTheOctetsAreCutMakesNoDifference() throws WireException {
        var random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            byte[] octets = new byte[random.nextInt(60)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) (random.nextInt(5) == 0 ? '\n' : 'a' + random.nextInt(26));
            }
            var whole = frame(new LineFramer(60), ByteBuffer.wrap(octets));
            var framer = new LineFramer(60);
            var pieces = new ArrayList<String>();
            for (int at = 0; at < octets.length; ) {
                int length = Math.min(1 + random.nextInt(10), octets.length - at);
                pieces.addAll(frame(framer, ByteBuffer.wrap(octets, at, length)));
                at += length;
            }
            assertThat(pieces).isEqualTo(whole);
        }
    }
}
