package io.postwerk.imapserver.imap.handler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3501 6.3.8. */
class ListPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|*|a/b/c|true",
                "''|%|a|true",
                "''|%|a/b|false",
                "''|%/%|a/b|true",
                "''|%/%|a/b/c|false",
                "''|a/*|a/b/c|true",
                "''|a/*|a|false",
                "''|a*|a|true",
                "''|*b*|abc/d|true",
                "''|%b%|a/b|false",
                "''|*%*|x/y|true",
                "''|%%|x/y|false",
                "''|a%c|abbbc|true",
                "''|a%c|ab/c|false",
                "''|inbox|INBOX|true",
                "''|InBox/*|INBOX/a|true",
                "''|inbox%|INBOX|true",
                "''|iN%|INBOX|true",
                "''|*x|INBOX|true",
                "''|inboxes|INBOXes|false",
                "''|inbox/A|INBOX/a|false",
                "''|Inboxes|Inboxes|true",
                "''|A|a|false",
                "a/|%|a/b|true",
                "a/|%|a/b/c|false",
                "in|box|INBOX|true",
                "''|\u00e9*|\u00e9a|true",
            })
    void patterns(String reference, String pattern, String name, boolean matches) {
        assertThat(new ListPattern(reference, pattern).matches(name)).isEqualTo(matches);
    }

    /** What takes exponential time with backtracking. */
    @Test
    void manyWildcards() {
        String pattern = "*a".repeat(400) + "b";
        assertThat(new ListPattern("", pattern).matches("a".repeat(999))).isFalse();
        assertThat(new ListPattern("", pattern).matches("a".repeat(999) + "b")).isTrue();
    }

    /** What takes quadratic time if adjacent wildcards are looked for by backtracking: minutes. */
    @Test
    @Timeout(30)
    void wildcardsOnly() {
        assertThat(new ListPattern("", "%".repeat(500_000)).matches("a")).isTrue();
        assertThat(new ListPattern("", "%".repeat(500_000)).matches("a/b")).isFalse();
        assertThat(new ListPattern("", "%".repeat(500_000) + "*").matches("a/b"))
                .isTrue();
        assertThat(new ListPattern("", "*%".repeat(250_000)).matches("a/b")).isTrue();
        assertThat(new ListPattern("", "a%".repeat(250_000)).matches("a".repeat(250)))
                .isFalse();
    }
}
