package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.codec.ImapVerb;
import io.postwerk.store.memory.InMemoryMailboxStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands in each state: each is answered, or the session ends; and all that is sent is well-formed. */
class SessionFuzzTest {
    private static final List<String> WORDS = List.of(
            " ",
            " ",
            " ",
            " ",
            "(",
            ")",
            "\"",
            "{3}",
            "{3+}",
            "{0+}",
            "*",
            "%",
            "1",
            "2:*",
            "1:3",
            "4",
            "100",
            "NIL",
            "INBOX",
            "inbox",
            "Archive",
            "a/b",
            "&AOk-",
            "\\Seen",
            "\\Deleted",
            "$Plan",
            "FLAGS",
            "+FLAGS",
            "-FLAGS",
            "FLAGS.SILENT",
            "BODY[]",
            "BODY.PEEK[1.MIME]<0.9>",
            "BODY[HEADER.FIELDS (Subject)]",
            "BODYSTRUCTURE",
            "ENVELOPE",
            "RFC822.SIZE",
            "ALL",
            "FULL",
            "UID",
            "NOT",
            "OR",
            "SEEN",
            "SUBJECT",
            "TEXT",
            "first",
            "SINCE",
            "1-Jan-2026",
            "CHARSET UTF-8",
            "MESSAGES",
            "UNSEEN",
            "PLAIN",
            "=",
            "AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=",
            "alice@example.org",
            "wonderland",
            "*",
            "DONE",
            "\u00e9",
            "\u0000");

    private static final List<String> WHOLE = List.of(
            "APPEND INBOX {5+}\r\nabcde",
            "APPEND INBOX (\\Seen) {3}\r\nabc",
            "IDLE\r\nDONE",
            "FETCH 1:* FULL",
            "UID FETCH 1:* (FLAGS BODY[])",
            "STORE 1:* +FLAGS (\\Deleted)",
            "EXPUNGE",
            "CREATE Archive",
            "CLOSE",
            "COPY 1:* Archive",
            "MOVE 1:* Archive",
            "SELECT INBOX",
            "EXAMINE Archive",
            "SELECT Archive",
            "LIST \"\" *",
            "RENAME Archive a/b",
            "DELETE Archive",
            "STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)",
            "UID SEARCH OR TEXT first NOT SEEN",
            "AUTHENTICATE PLAIN\r\nAGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=");

    @TempDir
    Path spool;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP",
                "LOGIN alice@example.org wonderland",
                "LOGIN alice@example.org wonderland\r\nl2 SELECT INBOX",
                "LOGIN alice@example.org wonderland\r\nl2 EXAMINE INBOX",
            })
    @Timeout(300)
    void randomCommands(String prelude) {
        Random random = new Random(prelude.hashCode());
        int answered = 0;
        for (int i = 0; i < 600; i++) {
            List<String> lines = new ArrayList<>();
            lines.add("l1 " + prelude);
            for (int n = 0; n < 20; n++) {
                lines.add("t" + n + " " + command(random));
            }
            ImapFixture fixture =
                    new ImapFixture(new InMemoryMailboxStore(), spool, ImapSessionLimits.DEFAULT.withBadCommands(100));
            String sent = fixture.converse(lines.toArray(String[]::new));
            assertThat(sent).as(String.join("\n", lines)).doesNotContain("SERVERBUG");
            answered += check(lines, sent);
            assertThat(fixture.sessions().size()).isZero();
        }
        assertThat(answered).isGreaterThan(4_000);
    }

    /** Every tag is answered once at most (some are swallowed by literals). */
    private static int check(List<String> lines, String sent) {
        List<String> tags = ResponseChecker.responses(sent).stream()
                .filter(response -> response.matches("t\\d+ (OK|NO|BAD) .*"))
                .map(response -> response.substring(0, response.indexOf(' ')))
                .toList();
        assertThat(tags).as(String.join("\n", lines)).doesNotHaveDuplicates();
        return tags.size();
    }

    private static String command(Random random) {
        if (random.nextBoolean()) {
            return WHOLE.get(random.nextInt(WHOLE.size()));
        }
        ImapVerb[] names = ImapVerb.values();
        StringBuilder line = new StringBuilder(names[random.nextInt(names.length)].wire());
        if (line.toString().equals("LOGOUT")) {
            return "NOOP";
        }
        line.append(' ');
        for (int words = random.nextInt(6); words > 0; words--) {
            line.append(WORDS.get(random.nextInt(WORDS.size())));
            if (random.nextInt(3) > 0) {
                line.append(' ');
            }
        }
        return random.nextBoolean() ? line.toString().strip() : line.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(300)
    void randomOctets(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder noise = new StringBuilder();
            random.ints(200, 0, 128).forEach(c -> noise.append((char) c));
            ImapFixture fixture = new ImapFixture(new InMemoryMailboxStore(), spool);
            String sent = fixture.converse("l1 LOGIN alice@example.org wonderland", noise.toString(), noise.toString());
            ResponseChecker.responses(sent);
        }
    }
}
