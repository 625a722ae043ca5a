package io.postwerk.sasl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Streams of octets, whole and damaged, cut anywhere: each line becomes a message or a {@link WireException}, and never anything else.
 * What was found once stands among the seeds.
 */
class WireFuzzTest {

    private static final int ROUNDS = 20_000;

    @FunctionalInterface
    private interface Parser {
        WireMessage parse(String line) throws WireException;
    }

    private static final List<Parser> PARSERS =
            List.of(AuthCommand::parse, AuthServerMessage::parse, UserdbCommand::parse, UserdbServerMessage::parse);

    private static List<byte[]> seeds() throws IOException, URISyntaxException {
        Path folder = Path.of(
                        WireFuzzTest.class.getResource("seeds/postfix.lines").toURI())
                .getParent();
        var seeds = new ArrayList<byte[]>();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }

    @Test
    void seedsAndWhatBecomesOfThem() throws IOException, URISyntaxException {
        List<byte[]> seeds = seeds();
        assertThat(seeds).hasSizeGreaterThan(7);
        int understood = 0;
        for (byte[] seed : seeds) {
            understood += read(seed, new Random(1));
        }
        assertThat(understood).isGreaterThan(40);
        var random = new Random(20_803);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] one = seeds.get(random.nextInt(seeds.size()));
            byte[] other = seeds.get(random.nextInt(seeds.size()));
            read(damaged(one, other, random), random);
        }
    }

    /** Reads a stream in pieces; the number of messages that were understood. */
    private static int read(byte[] stream, Random random) {
        var framer = new LineFramer(LineFramer.MAX_USERDB_LINE);
        int understood = 0;
        int at = 0;
        try {
            while (at < stream.length) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(40));
                ByteBuffer piece = ByteBuffer.wrap(stream, at, end - at);
                while (piece.hasRemaining()) {
                    Optional<String> line = framer.next(piece);
                    understood += line.map(WireFuzzTest::understand).orElse(0);
                }
                at = end;
            }
        } catch (WireException e) {
            assertThat(e).hasMessageContaining("longer");
        }
        return understood;
    }

    private static int understand(String line) {
        int understood = 0;
        for (Parser parser : PARSERS) {
            try {
                WireMessage message = parser.parse(line);
                understood++;
                assertWrittenAsRead(parser, message);
            } catch (WireException e) {
                assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
            }
        }
        return understood;
    }

    /** What was understood is written as one line, which means the same. */
    private static void assertWrittenAsRead(Parser parser, WireMessage message) throws WireException {
        String written = new String(message.octets(), StandardCharsets.UTF_8);
        assertThat(written.indexOf('\n')).isEqualTo(written.length() - 1);
        WireMessage again = parser.parse(written.substring(0, written.length() - 1));
        assertThat(again.octets()).isEqualTo(message.octets());
    }

    private static byte[] damaged(byte[] one, byte[] other, Random random) {
        byte[] stream = one.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && stream.length > 0; changes--) {
            int at = random.nextInt(stream.length);
            switch (random.nextInt(4)) {
                case 0 -> stream[at] = (byte) random.nextInt(256);
                case 1 -> stream[at] = (byte) "\t\n\u0001=0tnr\r".charAt(random.nextInt(9));
                case 2 -> stream = Arrays.copyOf(stream, at);
                default -> {
                    int from = random.nextInt(other.length);
                    byte[] joined = Arrays.copyOf(stream, at + other.length - from);
                    System.arraycopy(other, from, joined, at, other.length - from);
                    stream = joined;
                }
            }
        }
        return stream;
    }
}
