package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.codec.SequenceSet.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceSetTest {
    private static SequenceSet parse(String text) throws SyntaxException {
        CommandScanner in = new CommandScanner(CommandText.of(text), CodecLimits.DEFAULT);
        SequenceSet set = SequenceSet.parse(in);
        in.end();
        return set;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1",
                "1:3|1:3",
                "3:1|1:3",
                "2,4:7,9,12:*|2,4:7,9,12:*",
                "*|*",
                "*:4|4:*",
                "*:*|*",
                "4294967295|4294967295"
            })
    void written(String given, String shown) throws SyntaxException {
        assertThat(parse(given)).hasToString(shown);
        assertThat(parse(parse(given).toString())).isEqualTo(parse(given));
    }

    /** RFC 3501 6.4.8: "*" is always the last one, even in a range that begins beyond it. */
    @Test
    void starIsTheLargestNumberInUse() throws SyntaxException {
        assertThat(parse("559:*").resolve(10)).containsExactly(new Range(10, 559));
        assertThat(parse("*").resolve(10)).containsExactly(new Range(10, 10));
        assertThat(parse("*:4,7").resolve(10)).containsExactly(new Range(4, 10), new Range(7, 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1 2 3|1:3", "1 3|1,3", "1 2 4 5 6 9|1:2,4:6,9", "7|7"})
    void compact(String numbers, String set) {
        long[] ascending = java.util.Arrays.stream(numbers.split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        assertThat(SequenceSet.compact(ascending)).isEqualTo(set);
    }

    @Test
    void compactOfNothing() {
        assertThat(SequenceSet.compact(new long[0])).isEmpty();
    }
}
