package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Lines of any connection: wherever the octets are cut into pieces, the lines are the same. */
public final class LineFuzz {
    private static final int LONGEST = 80;

    private LineFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        assertThat(lines(octets, true)).isEqualTo(lines(octets, false));
    }

    private static List<String> lines(byte[] octets, boolean cut) {
        LineBuffer buffer = new LineBuffer(MemoryAccount.unlimited());
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int wanted = cut ? Math.min(octets.length - at, 1 + (octets[at] & 15)) : octets.length - at;
            if (buffer.needed() > 0) {
                buffer.grow();
            }
            int count = buffer.reserve(wanted);
            System.arraycopy(octets, at, buffer.array(), buffer.end(), count);
            buffer.added(count);
            at += count;
            while (buffer.findLine(LONGEST)) lines.add(line(buffer));
        }
        return lines;
    }

    private static String line(LineBuffer buffer) {
        try {
            return new String(buffer.takeLine(LONGEST), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (LineTooLongException e) {
            return "too long";
        } catch (BareLineEndException e) {
            return "bare";
        }
    }
}
