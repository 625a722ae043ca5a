package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages in {@code src/test/resources/messages}, each with the structure that is expected beside it:
 *
 * <ul>
 *   <li>RFC 5322 2.2, 2.2.3 and 4.5: {@code folded-and-eight-bit}, {@code no-fields}
 *   <li>RFC 5322 3.4 and 4.4: {@code obsolete-addresses}, {@code folded-and-eight-bit}
 *   <li>RFC 2045 5.1: {@code media-type-with-rubbish}, {@code mixed}; RFC 2045 5.2: {@code broken-fields}, {@code plain}
 *   <li>RFC 2045 6.4: {@code encoded-message}
 *   <li>RFC 2046 5.1.1: {@code nested}, {@code padded-boundaries}, {@code missing-final-boundary} and others
 *   <li>RFC 2046 5.1.5: {@code digest}; RFC 2046 5.2.1: {@code nested}
 *   <li>RFC 2183 2: {@code mixed}
 * </ul>
 */
class MessageSummaryTest {
    private static final Path MESSAGES = Path.of("src/test/resources/messages");

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".txt"))
                    .map(n -> n.substring(0, n.length() - 4))
                    .sorted()
                    .toList();
        }
    }

    static MessageSource message(String name) throws IOException {
        String text = Files.readString(MESSAGES.resolve(name + ".txt"), StandardCharsets.UTF_8);
        return MessageSource.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasTheStructureBesideIt(String name) throws IOException {
        MessageSource message = message(name);
        MessageSummary summary = MessageSummary.of(message);
        String dump = StructureDump.of(message, summary);
        Path expected = MESSAGES.resolve(name + ".expected");
        if (Boolean.getBoolean("postwerk.golden.write")) {
            Files.writeString(expected, dump);
        }
        assertThat(dump).isEqualTo(Files.readString(expected));
        assertThat(summary.size()).isEqualTo(message.size());
        assertThat(MessageSummary.decode(summary.encode())).isEqualTo(summary);
    }
}
