package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static CommandLine read(String line) {
        return CommandLine.read(CommandText.of(line), CodecLimits.DEFAULT);
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
        assertThat(read(line).tag()).isEmpty();
        assertThat(read(line).name()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a1 XYZZY,a1", "'a1 ',a1", "DONE x,DONE", "a] uid,a]", "a1 UID NOOP,a1"})
    void withoutAName(String line, String tag) {
        assertThat(read(line).tag()).contains(tag);
        assertThat(read(line).name()).isEmpty();
    }

    @Test
    void everyNameIsRead() {
        for (CommandName name : CommandName.values()) {
            assertThat(read("t " + name.wire().toLowerCase(java.util.Locale.ROOT))
                            .name())
                    .contains(name);
        }
    }
}
