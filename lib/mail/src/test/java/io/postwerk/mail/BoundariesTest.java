package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 2046 5.1.1: which multipart a boundary line belongs to. */
class BoundariesTest {
    private static int match(Boundaries boundaries, String line) throws IOException {
        LineScanner lines = new LineScanner(MessageSource.of((line + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        assertThat(lines.advance()).isTrue();
        return boundaries.match(lines);
    }

    private static void push(Boundaries boundaries, String boundary) {
        boundaries.push(boundary.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theLongestIsMeantAndTheInnermostOfEquals() throws IOException {
        Boundaries boundaries = new Boundaries();
        push(boundaries, "ab");
        push(boundaries, "a");
        push(boundaries, "ab");
        assertThat(match(boundaries, "--a")).isEqualTo(1);
        assertThat(match(boundaries, "--abc")).isEqualTo(2);
        assertThat(boundaries.isClosing()).isFalse();
        assertThat(match(boundaries, "--ab--")).isEqualTo(2);
        assertThat(boundaries.isClosing()).isTrue();
        assertThat(match(boundaries, "--b")).isEqualTo(Boundaries.NONE);
        assertThat(match(boundaries, "--")).isEqualTo(Boundaries.NONE);
        assertThat(match(boundaries, "-ab")).isEqualTo(Boundaries.NONE);
        boundaries.popTo(1);
        assertThat(match(boundaries, "--abc")).isZero();
        assertThat(match(boundaries, "--a")).isEqualTo(Boundaries.NONE);
    }

    /** Against the plain way, over few octets, so that many begin alike. */
    @Test
    void anyBoundaries() throws IOException {
        Random random = new Random(5);
        Boundaries boundaries = new Boundaries();
        List<String> open = new ArrayList<>();
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(4) == 0) {
                int level = random.nextInt(open.size() + 1);
                boundaries.popTo(level);
                open.subList(level, open.size()).clear();
            } else {
                String boundary = text(random, 1 + random.nextInt(4));
                push(boundaries, boundary);
                open.add(boundary);
            }
            String line = text(random, random.nextInt(6));
            assertThat(match(boundaries, "--" + line)).as(line + " in " + open).isEqualTo(plain(open, line));
        }
    }

    private static int plain(List<String> open, String line) {
        int best = Boundaries.NONE;
        for (int level = open.size() - 1; level >= 0; level--) {
            String boundary = open.get(level);
            if (line.startsWith(boundary)
                    && (best == Boundaries.NONE
                            || boundary.length() > open.get(best).length())) {
                best = level;
            }
        }
        return best;
    }

    private static String text(Random random, int length) {
        return random.ints(length, 'a', 'c')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
