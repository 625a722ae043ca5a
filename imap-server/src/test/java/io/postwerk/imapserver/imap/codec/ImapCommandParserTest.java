package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.codec.ImapCommandParser.Line;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImapCommandParserTest {
    private static Line read(String line) {
        return ImapCommandParser.parse(CommandText.of(line), CodecLimits.DEFAULT);
    }

    /** RFC 3501 2.2.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "+ NOOP",
                "a+b NOOP",
                "\"a\" NOOP",
                "* OK hello",
                "(a) NOOP",
                "\u00e9 NOOP",
                "a\tNOOP"
            })
    void withoutATag(String line) {
        assertThat(read(line)).isEqualTo(new Line.NoTag());
    }

    @ParameterizedTest
    @CsvSource({"a1 XYZZY,a1", "'a1 ',a1", "DONE x,DONE", "a] uid,a]", "a1 UID NOOP,a1"})
    void withoutAVerb(String line, String tag) {
        assertThat(read(line)).isEqualTo(new Line.UnknownVerb(Optional.of(tag)));
    }

    @Test
    void everyVerbIsRead() {
        for (ImapVerb verb : ImapVerb.values()) {
            ImapVerb found = switch (read("t " + verb.wire().toLowerCase(Locale.ROOT))) {
                case Line.Valid valid -> valid.verb();
                case Line.BadSyntax bad -> bad.verb();
                case Line.UnknownVerb unknown -> throw new AssertionError(verb);
                case Line.NoTag none -> throw new AssertionError(verb);
            };
            assertThat(found).isEqualTo(verb);
        }
    }
}
