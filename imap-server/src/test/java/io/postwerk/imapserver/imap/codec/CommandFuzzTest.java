package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.codec.ImapCommandParser.Line;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the octets are: a command or a syntax error, never anything else. */
class CommandFuzzTest {
    private static final List<String> WORDS = List.of(
            " ",
            " ",
            " ",
            "(",
            ")",
            "[",
            "]",
            "<",
            ">",
            "\"",
            "\\",
            "{3}",
            "{3+}",
            "{0}",
            "*",
            "%",
            ":",
            ",",
            ".",
            "+",
            "-",
            "0",
            "1",
            "4294967295",
            "99999999999999999999",
            "NIL",
            "INBOX",
            "&AOk-",
            "&",
            "\\Seen",
            "\\Recent",
            "FLAGS",
            "+FLAGS",
            "-FLAGS.SILENT",
            "BODY",
            "BODY.PEEK",
            "HEADER.FIELDS",
            "MIME",
            "ALL",
            "NOT",
            "OR",
            "UID",
            "CHARSET",
            "UTF-8",
            "KOI8-R",
            "SINCE",
            "1-Feb-1994",
            "\" 7-Feb-1994 21:52:25 -0800\"",
            "MESSAGES",
            "PLAIN",
            "=",
            "AA==",
            "\u00e9",
            "\u0000",
            "\u0001",
            "<0.1>",
            "[]");

    @Test
    void commandsFromWords() {
        Random random = new Random(1);
        ImapVerb[] names = ImapVerb.values();
        int commands = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder line = new StringBuilder("t ").append(names[random.nextInt(names.length)].wire());
            if (random.nextInt(8) > 0) {
                line.append(' ');
            }
            for (int words = random.nextInt(9); words > 0; words--) {
                line.append(WORDS.get(random.nextInt(WORDS.size())));
            }
            if (parses(new CommandText(line.toString().getBytes(StandardCharsets.UTF_8)))) {
                commands++;
            }
        }
        assertThat(commands).isGreaterThan(1_000);
    }

    @Test
    void randomOctets() {
        Random random = new Random(2);
        for (int i = 0; i < 50_000; i++) {
            byte[] line = new byte[random.nextInt(60)];
            random.nextBytes(line);
            parses(new CommandText(line));
        }
    }

    @Test
    void mutatedCommands() {
        Random random = new Random(3);
        List<String> seeds = List.of(
                "a FETCH 1:*,4:2 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (DATE \"From\")]<0.2048> RFC822.SIZE)",
                "a SEARCH CHARSET UTF-8 OR (SEEN NOT 1:4) (SUBJECT \"a\" UID 5:*) SINCE 1-Feb-1994 HEADER X \"\"",
                "a APPEND \"x y\" (\\Seen $A) \"17-Jul-1996 02:44:25 -0700\" {310+}",
                "a STORE 1,2:* -FLAGS.SILENT (\\Deleted b)",
                "a ID (\"name\" \"x\" \"version\" NIL)",
                "a LIST \"\" \"a/%/*\"",
                "a STATUS &U,BTFw- (UIDNEXT MESSAGES)");
        for (int i = 0; i < 100_000; i++) {
            byte[] line = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                line = mutate(line, random);
            }
            parses(new CommandText(line));
        }
    }

    private static byte[] mutate(byte[] line, Random random) {
        int at = random.nextInt(line.length);
        switch (random.nextInt(3)) {
            case 0 -> line[at] = (byte) random.nextInt(256);
            case 1 -> line = Arrays.copyOf(line, Math.max(at, 1));
            default -> {
                byte[] doubled = Arrays.copyOf(line, line.length + 1);
                System.arraycopy(line, at, doubled, at + 1, line.length - at);
                line = doubled;
            }
        }
        return line;
    }

    /** Adds a literal after each line that announces one, as a session does. */
    private static boolean parses(CommandText text) {
        while (text.pendingLiteral().isPresent() && !text.awaitsMessage()) {
            text.add(new byte[] {'a', 'b', 'c'}, " x".getBytes(StandardCharsets.US_ASCII));
        }
        return switch (ImapCommandParser.parse(text, CodecLimits.DEFAULT)) {
            case Line.Valid valid -> true;
            case Line.BadSyntax bad -> {
                assertThat(bad.problem().getMessage()).isNotBlank();
                yield false;
            }
            case Line.UnknownVerb unknown -> false;
            case Line.NoTag none -> false;
        };
    }
}
